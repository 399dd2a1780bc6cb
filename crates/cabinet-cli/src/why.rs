//! Why an order waits or was refused, in words and as the code of `--json`.

use cabinet_commands::orders::Why;

/// What it means and what becomes of the order.
pub const fn words(why: Why) -> &'static str {
    match why {
        Why::Offline => "no connection; it goes by itself when the network returns",
        Why::NoAnswer => "the supplier has not answered yet; it is asked again by itself",
        Why::InProgress => "the supplier is working on it",
        Why::SignedOut => "this device is signed out; it goes after the next enrolment",
        Why::Changed => "prices or stock got worse; your answer is needed",
        Why::NoRights => "the role of this person does not allow it; ask the supplier",
        Why::KeyReused => "the supplier knows this order as another one; please report it",
        Why::Poison => "the supplier fails on this order again and again while it takes others; ask the supplier",
        Why::Unreadable => "the order cannot be read; please report it",
        Why::Local => "this computer failed, most likely its disk",
        Why::Again => "it is being sent again",
        Why::Empty => "the order has no lines",
        Why::Invalid => "a line of the order cannot be ordered as it stands",
        Why::NoPrices => "the legal entity has no prices to order by; ask the supplier",
        Why::TooManyHolds => "the legal entity has too many goods on hold already",
        Why::MixedCurrency => "the order mixes currencies; split it",
        Why::TooManyChecks => {
            "the supplier does not show its stock, and this was asked about in too many quantities today; order one that was checked before, or try tomorrow"
        }
        Why::InFile => "it was saved into a file; it is sent all the same, and happens once",
        Why::Files => "its files have to arrive first; they go by themselves",
        Why::FileRefused => "the supplier does not take one of the files: its kind, or its size; take it off",
        Why::UnknownOrder => "the supplier has no such order, or no such line in it",
        Why::OrderCancelled => "the order was cancelled: nothing of it was delivered",
        Why::UnknownClaim => "the supplier has no such claim",
        Why::ClaimClosed => "the claim is closed: nothing is added any more",
        Why::BelowMinimum => "the order is below the least sum of the contract; add to it",
        Why::OverLimit => {
            "the order is beyond the credit limit, or something is overdue; make it smaller, pay in advance (`draft prepaid`), or order for another legal entity"
        }
        Why::TooMuch => "more text or more files than the supplier takes",
        Why::Withdrawn => "it was taken back",
        Why::Other => "a newer version of the program wrote a reason that this one does not know",
    }
}
