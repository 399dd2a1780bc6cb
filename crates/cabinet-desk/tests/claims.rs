//! Claims on the desk: kept with their files, sent as a whole, and back with the user when they are refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use cabinet_desk::{
    ClaimDraft, ClaimWords, Desk, DeskError, Move, NewAttachment, NewCommand, Parcel, Withdrawal, new_claim_id,
    new_command_key,
};
use cabinet_domain::claim::{ClaimKind, ClaimRemedy};
use cabinet_domain::ids::ClaimId;
use common::{entity, open};

fn begun(desk: &Desk) -> ClaimId {
    let draft = ClaimDraft {
        id: new_claim_id(),
        entity: entity(),
        order: "o-1".into(),
        order_number: "17".to_owned(),
        item: "a".into(),
        article: "Б-1".to_owned(),
        name: "Болт".to_owned(),
        unit: "шт".to_owned(),
        of_line_milli: 10_000,
        kind: ClaimKind::Defect,
        remedy: ClaimRemedy::Replace,
        quantity_milli: 1_000,
        text: String::new(),
        created_ms: 0,
        updated_ms: 0,
        deleted_ms: None,
        in_command: None,
        why: None,
    };
    desk.begin_claim(&draft, 1).unwrap();
    draft.id
}

fn photo(of: u8) -> NewAttachment {
    NewAttachment {
        blake3: format!("{of:02x}").repeat(32),
        name: format!("IMG_{of}.jpg"),
        media_type: "image/jpeg".to_owned(),
        thumb: Some(vec![of]),
        body: vec![of; 1_000],
    }
}

fn command(claim: &ClaimId) -> NewCommand {
    NewCommand {
        key: new_command_key(),
        chain: format!("claim:{claim}"),
        kind: "file_claim",
        entity: entity(),
        body: "{}".to_owned(),
    }
}

#[test]
fn a_claim_and_its_files_outlive_a_restart_and_wait_for_every_file() {
    let dir = tempfile::tempdir().unwrap();
    let claim = {
        let desk = open(dir.path(), 1);
        let claim = begun(&desk);
        let words = ClaimWords {
            kind: ClaimKind::Packing,
            remedy: ClaimRemedy::Refund,
            quantity_milli: 3_000,
            text: "порвано".to_owned(),
        };
        desk.describe_claim(&claim, &words, 2).unwrap();
        let parcel = Parcel::Claim(claim.clone());
        assert!(desk.attach(&parcel, &photo(1), 3).unwrap());
        assert!(desk.attach(&parcel, &photo(2), 3).unwrap());
        assert!(
            !desk.attach(&parcel, &photo(1), 4).unwrap(),
            "the same bytes are one file"
        );
        claim
    };
    let desk = open(dir.path(), 5);
    let kept = desk.claim_draft(&claim).unwrap().unwrap();
    assert_eq!(
        (kept.kind, kept.text.as_str(), kept.quantity_milli),
        (ClaimKind::Packing, "порвано", 3_000)
    );
    let command = command(&claim);
    desk.queue_claim(&claim, &command, 6).unwrap();
    assert!(matches!(
        desk.set_claim_deleted(&claim, true, 7),
        Err(DeskError::ClaimInFlight)
    ));
    // Not due before its files are there, and an order would not wait for it.
    assert_eq!(desk.due_commands(10, 10).unwrap(), []);
    let waiting = desk.commands_with_uploads(10, 10).unwrap();
    assert_eq!(waiting.len(), 1);
    for (place, file) in desk.attachments_of_command(&command.key).unwrap().iter().enumerate() {
        assert_eq!(desk.due_commands(10, 10).unwrap().len(), 0, "{place} of 2 are there");
        desk.mark_uploaded(file.id).unwrap();
    }
    assert_eq!(desk.due_commands(10, 10).unwrap().len(), 1);
    // The gateway lost one after all.
    desk.mark_missing(&command.key, &[photo(1).blake3]).unwrap();
    assert_eq!(desk.due_commands(10, 10).unwrap().len(), 0);
    assert_eq!(desk.commands_with_uploads(10, 10).unwrap().len(), 1);
}

#[test]
fn a_claim_that_is_refused_comes_back_whole_and_one_that_is_done_lets_its_bytes_go() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 1);
    let claim = begun(&desk);
    let parcel = Parcel::Claim(claim.clone());
    desk.attach(&parcel, &photo(1), 2).unwrap();
    let first = command(&claim);
    desk.queue_claim(&claim, &first, 3).unwrap();
    let refused = Move::Rejected {
        why: "order_cancelled".to_owned(),
        verdict: None,
    };
    desk.advance(&first.key, &refused, 4).unwrap();
    let back = desk.claim_draft(&claim).unwrap().unwrap();
    assert_eq!((back.in_command, back.why.as_deref()), (None, Some("order_cancelled")));
    assert_eq!(desk.attachments(&parcel).unwrap().len(), 1);
    assert_eq!(
        desk.attachment_body(&photo(1).blake3).unwrap().map(|body| body.len()),
        Some(1_000)
    );

    let second = command(&claim);
    desk.queue_claim(&claim, &second, 5).unwrap();
    assert_eq!(desk.withdraw(&entity(), &second.key, 6).unwrap(), Withdrawal::Cancelled);
    assert_eq!(desk.attachments(&parcel).unwrap().len(), 1, "taken back with its files");

    let third = command(&claim);
    desk.queue_claim(&claim, &third, 7).unwrap();
    let done = Move::Done {
        verdict: "{}".to_owned(),
    };
    desk.advance(&third.key, &done, 8).unwrap();
    assert!(
        desk.claim_draft(&claim).unwrap().is_some(),
        "shown until its row comes back"
    );
    desk.forget_filed_claim(&claim).unwrap();
    assert!(desk.claim_draft(&claim).unwrap().is_none());
    assert_eq!(desk.attachment_body(&photo(1).blake3).unwrap(), None);
    assert_eq!(desk.attachment_bytes().unwrap(), 0);
    assert_eq!(desk.attachment_thumb(&photo(1).blake3).unwrap(), Some(vec![1]));
}

#[test]
fn a_message_takes_the_files_that_lie_ready_and_gives_them_back() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 1);
    let claim = ClaimId::from("c-1");
    let parcel = Parcel::Reply(claim.clone());
    desk.attach(&parcel, &photo(1), 2).unwrap();
    assert!(!desk.detach(&parcel, "no such file").unwrap());
    let message = command(&claim);
    desk.queue_claim_message(&claim, &message, 3).unwrap();
    assert_eq!(desk.attachments(&parcel).unwrap(), []);
    assert_eq!(desk.attachments_of_command(&message.key).unwrap().len(), 1);
    desk.withdraw(&entity(), &message.key, 4).unwrap();
    desk.take_files_back(&message.key).unwrap();
    assert_eq!(desk.attachments(&parcel).unwrap().len(), 1);
}

#[test]
fn what_was_thrown_away_is_kept_for_a_week() {
    let dir = tempfile::tempdir().unwrap();
    let week = 7 * 24 * 60 * 60 * 1000;
    let claim = {
        let desk = open(dir.path(), 1);
        let claim = begun(&desk);
        desk.attach(&Parcel::Claim(claim.clone()), &photo(1), 2).unwrap();
        desk.set_claim_deleted(&claim, true, 10).unwrap();
        assert_eq!(desk.claim_drafts(&entity()).unwrap(), []);
        claim
    };
    let desk = open(dir.path(), week);
    desk.set_claim_deleted(&claim, false, week).unwrap();
    assert_eq!(desk.claim_drafts(&entity()).unwrap().len(), 1);
    desk.set_claim_deleted(&claim, true, week).unwrap();
    drop(desk);
    let desk = open(dir.path(), 2 * week + 1);
    assert!(desk.claim_draft(&claim).unwrap().is_none());
    assert_eq!(desk.attachment_bytes().unwrap(), 0, "with its files");
}
