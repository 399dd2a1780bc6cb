//! What is typed or pasted at an enrolment, and the tokens that come of it.

use crate::scratch;
use cabinet_client::address::GatewayAddress;
use cabinet_client::hostile;
use cabinet_client::proxy::ManualProxy;
use cabinet_keys::RecoveryCode;
use cabinet_protocol::invitation::{CertificateFingerprint, Invitation};
use cabinet_protocol::session::{EnrollResponse, Tokens};
use supplier_gateway::access::secrets::{parse_secret, secret_text};

/// The secret of a token, and the answers that carry tokens.
pub(crate) fn token(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Some(secret) = parse_secret(&text) {
        assert_eq!(secret_text(&secret), text, "a token has one form only");
    }
    let json = || scratch::answer(200, "application/json", data.to_vec());
    let _ = scratch::wait(hostile::json::<Tokens>(json()));
    let _ = scratch::wait(hostile::json::<EnrollResponse>(json()));
}

/// An invitation, the fingerprint in it, and a recovery code.
pub(crate) fn invitation(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(invitation) = Invitation::parse(&text) {
        assert_eq!(
            Invitation::parse(&invitation.to_string()).as_ref(),
            Ok(&invitation),
            "an invitation reads back as it is printed"
        );
    }
    if let Ok(fingerprint) = CertificateFingerprint::parse(&text) {
        assert_eq!(
            CertificateFingerprint::parse(&fingerprint.to_string()),
            Ok(fingerprint),
            "a fingerprint reads back as it is printed"
        );
    }
    if let Ok(code) = RecoveryCode::parse(&text) {
        let shown = code.to_text().expect("the alphabet is sound");
        let again = RecoveryCode::parse(&shown).expect("a recovery code reads back as it is shown");
        assert!(
            *again.to_text().expect("the alphabet is sound") == *shown,
            "it is another code"
        );
    }
}

/// The address of a gateway, and that of a proxy.
pub(crate) fn address(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(address) = GatewayAddress::parse(&text) {
        let shown = address.to_string();
        assert!(
            shown.starts_with("https://") || address.is_loopback(),
            "secrets would travel in plain to another machine"
        );
        assert_eq!(
            GatewayAddress::parse(&shown).map(|again| again.to_string()),
            Ok(shown.clone()),
            "an address reads back as it is shown"
        );
    }
    if let Ok(proxy) = ManualProxy::parse(&text, None) {
        let shown = proxy.address();
        assert_eq!(
            ManualProxy::parse(&shown, None).map(|again| again.address()).ok(),
            Some(shown),
            "a proxy reads back as it is kept"
        );
    }
}
