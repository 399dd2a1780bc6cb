//! Every refusal of the device API: `application/problem+json` with a code that the app may branch on.
//!
//! Nothing of the gateway's inside gets out: a failure is logged here once, and the device is told only that it was one.

use crate::access::AccessError;
use crate::commands::CommandsError;
use crate::feeds::SnapshotReason;
use crate::orders::OrdersError;
use crate::storage::StorageError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cabinet_protocol::problem::{Problem, ProblemCode};

/// Why a call is refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The access token is missing, unknown or out of date.
    #[error("the access token is missing, unknown or out of date")]
    TokenExpired,
    /// The device was revoked, or its refresh token is of no use.
    #[error("the device has to be enrolled again")]
    DeviceRevoked,
    /// The device is not in this database.
    #[error("the gateway does not know the device")]
    DeviceUnknown,
    /// The invitation cannot be used; the code says why, all else is the same.
    #[error("the code cannot be used")]
    Code(ProblemCode),
    /// The person has no right to this, or it does not exist: not told apart.
    #[error("the person has no right to this")]
    Forbidden,
    /// No such thing among what the person may see.
    #[error("there is no such thing")]
    NotFound,
    /// The path exists with another method.
    #[error("the method is not allowed here")]
    MethodNotAllowed,
    /// The cursor cannot be served.
    #[error("fetch the snapshot: {}", match .0 {
        SnapshotReason::Cursor => "the cursor is not of this feed",
        SnapshotReason::Epoch => "the feed began a new history",
        SnapshotReason::Schema => "the shape of rows is another one",
        SnapshotReason::Floor => "the cursor is too old",
        SnapshotReason::Shorter => "it is shorter than these rows",
    })]
    SnapshotNeeded(SnapshotReason),
    /// The request cannot be read.
    #[error("the request cannot be read: {0}")]
    Malformed(String),
    /// Lines with prices in several currencies make no one order.
    #[error("the goods are priced in different currencies; order them apart")]
    MixedCurrency,
    /// The body is larger than any real request.
    #[error("the request is too large")]
    TooLarge,
    /// Too many attempts.
    #[error("too many attempts; wait a quarter of an hour")]
    TooManyRequests,
    /// Stock that is not shown was asked about in too many quantities.
    #[error("the stock of an item was asked about in too many quantities today; ask again tomorrow")]
    TooManyChecks,
    /// As many devices listen for news as one gateway serves.
    #[error("too many devices listen for news; ask by the period")]
    TooManyListeners,
    /// The answer took too long to make.
    #[error("the gateway is busy; try again")]
    TooSlow,
    /// The gateway failed; the cause goes to the log.
    #[error("the gateway failed; try later")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Refusal {
    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::TokenExpired | Self::DeviceRevoked | Self::DeviceUnknown => StatusCode::UNAUTHORIZED,
            Self::Code(_) | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::SnapshotNeeded(_) => StatusCode::GONE,
            Self::Malformed(_) | Self::MixedCurrency => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooManyRequests | Self::TooManyChecks => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow | Self::TooManyListeners => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What the app may branch on.
    #[must_use]
    pub const fn code(&self) -> ProblemCode {
        match self {
            Self::TokenExpired => ProblemCode::TokenExpired,
            Self::DeviceRevoked => ProblemCode::DeviceRevoked,
            Self::DeviceUnknown => ProblemCode::DeviceUnknown,
            Self::Code(code) => *code,
            Self::Forbidden => ProblemCode::Forbidden,
            Self::NotFound | Self::MethodNotAllowed => ProblemCode::NotFound,
            Self::SnapshotNeeded(_) => ProblemCode::SnapshotNeeded,
            Self::Malformed(_) | Self::TooLarge => ProblemCode::Malformed,
            Self::MixedCurrency => ProblemCode::MixedCurrency,
            Self::TooManyRequests | Self::TooManyListeners => ProblemCode::TooManyRequests,
            Self::TooManyChecks => ProblemCode::TooManyChecks,
            Self::TooSlow | Self::Internal(_) => ProblemCode::Internal,
        }
    }

    /// A failure of the gateway itself.
    pub fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Box::new(cause))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) = &self {
            let mut chain = cause.to_string();
            let mut source = cause.source();
            while let Some(error) = source {
                chain.push_str(": ");
                chain.push_str(&error.to_string());
                source = error.source();
            }
            tracing::error!(http.cause = chain, "A call of a device failed");
        }
        let status = self.status();
        let problem = Problem {
            status: status.as_u16(),
            code: self.code(),
            title: self.to_string(),
        };
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        let wait_s = match self {
            Self::TooManyRequests => Some("900"),
            Self::TooManyListeners => Some("300"),
            Self::TooSlow => Some("5"),
            _ => None,
        };
        if let Some(wait_s) = wait_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(wait_s));
        }
        response
    }
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        Self::internal(error)
    }
}

impl From<AccessError> for Refusal {
    fn from(error: AccessError) -> Self {
        Self::internal(error)
    }
}

impl From<OrdersError> for Refusal {
    fn from(error: OrdersError) -> Self {
        Self::internal(error)
    }
}

impl From<CommandsError> for Refusal {
    fn from(error: CommandsError) -> Self {
        Self::internal(error)
    }
}
