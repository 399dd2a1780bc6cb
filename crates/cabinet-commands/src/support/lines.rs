//! Which lines of the log may go in: none that holds a word of the trade or a secret.

use crate::error::CommandError;
use crate::open::Open;
use cabinet_client::proxy::ProxyChoice;

/// A word shorter than this is in too many innocent lines to mean anything.
const SHORTEST: usize = 4;

/// What no line may hold.
#[derive(Default)]
pub(super) struct Forbidden(Vec<String>);

impl Forbidden {
    /// Names, tax numbers and secrets of a profile.
    pub(super) fn of(open: &Open) -> Result<Self, CommandError> {
        let mut words = Vec::new();
        if let Some(session) = open.desk.session()? {
            words.extend([session.person_name, session.supplier_name, session.tokens.refresh_token]);
            words.push(session.tokens.access_token);
        }
        for grant in open.grants()? {
            words.extend([grant.name, grant.inn, grant.kpp, grant.edrpou]);
            words.extend(
                open.desk
                    .drafts(&grant.entity, false)?
                    .into_iter()
                    .map(|draft| draft.name),
            );
        }
        Ok(Self(words))
    }

    /// The login and the password of a proxy.
    pub(super) fn with_proxy(mut self, proxy: &ProxyChoice) -> Self {
        if let ProxyChoice::Manual(manual) = proxy
            && let Some((login, password)) = manual.login()
        {
            self.0.extend([login.to_owned(), password.to_owned()]);
        }
        self
    }

    /// The lines that may go in, and how many were left out.
    pub(super) fn filter(&self, lines: Vec<String>) -> (Vec<String>, usize) {
        let words: Vec<String> = self
            .0
            .iter()
            .map(|word| word.to_lowercase())
            .filter(|word| word.chars().count() >= SHORTEST)
            .collect();
        let home = std::env::home_dir().map(|home| home.display().to_string().to_lowercase());
        let all = lines.len();
        let kept: Vec<String> = lines
            .into_iter()
            .filter(|line| {
                let line = line.to_lowercase();
                is_ours(&line)
                    && !words.iter().any(|word| line.contains(word))
                    && !home.as_ref().is_some_and(|home| home.len() > 1 && line.contains(home))
            })
            .collect();
        let left_out = all.saturating_sub(kept.len());
        (kept, left_out)
    }
}

/// Libraries may write what they like into the log, so only our own lines go in: `… LEVEL cabinet_sync::driver: …`.
fn is_ours(line: &str) -> bool {
    line.split_whitespace()
        .take(4)
        .any(|word| word.ends_with(':') && (word.starts_with("cabinet") || word.starts_with("dealer_cabinet")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_a_name_or_a_secret_is_left_out_and_counted() {
        let forbidden = Forbidden(vec![
            "Анна Смирнова".to_owned(),
            "s3cr3t-token".to_owned(),
            "ИП".to_owned(),
        ]);
        let lines = [
            "2026-11-28T21:00:00Z  WARN cabinet_sync::driver: all is well",
            "2026-11-28T21:00:00Z  WARN cabinet_sync::driver: hello АННА СМИРНОВА",
            "2026-11-28T21:00:00Z DEBUG dealer_cabinet::events: token=s3cr3t-token",
            "2026-11-28T21:00:00Z DEBUG dealer_cabinet::events: тип ИП",
            "2026-11-28T21:00:00Z DEBUG hyper::client: whatever it says",
        ];
        let (kept, left_out) = forbidden.filter(lines.map(str::to_owned).to_vec());
        assert_eq!((kept, left_out), (vec![lines[0].to_owned(), lines[3].to_owned()], 3));
    }
}
