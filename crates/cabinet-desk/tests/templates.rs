//! Templates that are shared: every change is due to be told until a command that tells it is queued.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod common;

use cabinet_desk::{Desk, NewCommand, new_command_key};
use cabinet_domain::ids::{DraftId, EntityId};
use common::{draft_with, entity, open};

fn kept(desk: &Desk, draft: &DraftId, name: &str) -> String {
    let lines = desk.draft(&entity(), draft).unwrap().unwrap().lines;
    desk.put_template(&entity(), None, name, &lines, 3).unwrap()
}

fn command() -> NewCommand {
    NewCommand {
        key: new_command_key(),
        chain: "template:t".to_owned(),
        kind: "share_template",
        entity: entity(),
        body: "{}".to_owned(),
    }
}

fn shared_with(desk: &Desk, id: &str) -> (Option<EntityId>, Option<EntityId>) {
    let (template, _) = desk.template(id).unwrap().unwrap();
    (template.shared_with, template.told_to)
}

/// Tells a template as it stands.
fn tell(desk: &Desk, id: &str, told_to: Option<&EntityId>, commands: &[NewCommand]) -> bool {
    let (seen, _) = desk.template(id).unwrap().unwrap();
    desk.tell_template(&seen, told_to, commands, 7).unwrap()
}

#[test]
fn every_change_of_a_shared_template_is_due_until_it_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b"]);
    let id = kept(&desk, &draft, "Крепёж");
    assert_eq!(desk.templates_due().unwrap(), Vec::<String>::new());
    desk.share_template(&id, Some(&entity())).unwrap();
    assert_eq!(desk.templates_due().unwrap(), std::slice::from_ref(&id));
    let told = command();
    assert!(tell(&desk, &id, Some(&entity()), std::slice::from_ref(&told)));
    assert!(desk.command(&told.key).unwrap().is_some());
    assert_eq!(desk.templates_due().unwrap(), Vec::<String>::new());
    let lines = desk.draft(&entity(), &draft).unwrap().unwrap().lines;
    for change in [
        &|| desk.rename_template(&id, "Крепёж 2", 5).unwrap() as (),
        &|| desk.set_template_line(&id, &"a".into(), 7_000, 5).unwrap(),
        &|| drop(desk.put_template(&entity(), Some(&id), "Крепёж", &lines, 5).unwrap()),
        &|| desk.set_template_deleted(&id, Some(6)).unwrap(),
        &|| desk.set_template_deleted(&id, None).unwrap(),
        &|| desk.share_template(&id, None).unwrap(),
    ] as [&dyn Fn(); 6]
    {
        change();
        assert_eq!(desk.templates_due().unwrap(), std::slice::from_ref(&id));
        assert!(tell(&desk, &id, Some(&entity()), &[]));
    }
    assert_eq!(shared_with(&desk, &id), (None, Some(entity())));
    assert!(!tell(&desk, &id, None, &[]), "nothing is due");
    desk.rename_template(&id, "Крепёж 3", 9).unwrap();
    assert!(tell(&desk, &id, None, &[]));
    assert_eq!(shared_with(&desk, &id), (None, None));
}

#[test]
fn a_template_that_changed_while_it_was_told_stays_due() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a"]);
    let id = kept(&desk, &draft, "Крепёж");
    desk.share_template(&id, Some(&entity())).unwrap();
    let (seen, _) = desk.template(&id).unwrap().unwrap();
    desk.set_template_line(&id, &"a".into(), 7_000, 5).unwrap();
    let command = command();
    let told = desk.tell_template(&seen, Some(&entity()), std::slice::from_ref(&command), 6);
    assert!(!told.unwrap());
    assert!(
        desk.command(&command.key).unwrap().is_none(),
        "the earlier words are not sent"
    );
    assert_eq!(desk.templates_due().unwrap(), std::slice::from_ref(&id));
}

#[test]
fn a_colleagues_template_is_taken_under_its_own_id_and_takes_no_own_version_away() {
    let dir = tempfile::tempdir().unwrap();
    let desk = open(dir.path(), 0);
    let draft = draft_with(&desk, &["a", "b"]);
    let lines = desk.draft(&entity(), &draft).unwrap().unwrap().lines;
    let first = desk.take_template(&entity(), "theirs", "Крепёж", &lines, 3).unwrap();
    assert_eq!(first, "theirs");
    desk.set_template_line(&first, &"a".into(), 7_000, 4).unwrap();
    let second = desk.take_template(&entity(), "theirs", "Крепёж", &lines, 5).unwrap();
    assert_ne!(second, first);
    let (_, own) = desk.template(&first).unwrap().unwrap();
    assert_eq!(own[0].quantity_milli, 7_000);
}
