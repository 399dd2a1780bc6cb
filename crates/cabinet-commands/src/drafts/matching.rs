//! Wanted goods matched with those of the supplier: which line goes into a draft, which must be chosen, which is not there.

use super::in_unit::{self, Unfit, in_base_units, in_unit};
use super::set_quantity::line_of;
use super::{AddReport, AmbiguousLine, CandidateView, MatchedLine, MissingLine, MissingReason, SkippedView, view};
use crate::codes::book::CodeBook;
use crate::error::CommandError;
use crate::open::{Open, demand_draft, sight};
use crate::pricing::Pricer;
use cabinet_desk::{LineChange, LineUnit, NewLine};
use cabinet_domain::article::{article_norm, may_be_barcode};
use cabinet_domain::ids::ItemId;
use cabinet_domain::marks::{LineMarks, LinePack};
use cabinet_domain::written::Written;
use cabinet_mirror::{ItemBrief, Mirror, Sight};
use cabinet_sqlite::Cancel;
use std::collections::{BTreeMap, BTreeSet};

/// How many goods of a like name are offered.
const NAMES: usize = 5;

/// A line as somebody wrote it.
pub(super) struct Wanted {
    /// The sheet it stands on; empty where there is only one.
    pub sheet: String,
    /// Its row, from 1.
    pub row: u32,
    /// The whole row.
    pub raw: String,
    /// What may name the goods for sure: an article, an item's id, a barcode. The first that names any counts.
    pub words: Vec<String>,
    /// What they are called. Goods of the very name are taken, goods of a like one offered.
    pub name: Option<String>,
    /// How much.
    pub quantity: Option<Written>,
    /// In which unit.
    pub unit: Option<String>,
    /// Whether the file hides or strikes it out: nobody knows whether it is still wanted.
    pub is_hidden: bool,
}

impl Wanted {
    /// What its writer calls the goods: what can be taught as an own code of them.
    fn code(&self) -> String {
        let code = self.words.first().or(self.name.as_ref());
        code.filter(|code| !article_norm(code).is_empty())
            .cloned()
            .unwrap_or_default()
    }
}

/// A row that says nothing that can be ordered.
pub(super) struct Unread {
    /// As in [`Wanted`].
    pub sheet: String,
    /// As in [`Wanted`].
    pub row: u32,
    /// As in [`Wanted`].
    pub raw: String,
    /// Why.
    pub reason: MissingReason,
}

/// A list as it was read.
#[derive(Default)]
pub(super) struct List {
    /// Lines, in their order.
    pub lines: Vec<Wanted>,
    /// Rows that somebody must look at.
    pub unread: Vec<Unread>,
    /// Rows that hold no line.
    pub skipped: Vec<SkippedView>,
}

/// Goods that a line may mean.
struct Candidates {
    items: Vec<ItemBrief>,
    /// They are named, and not only alike.
    is_named: bool,
    /// The own code that means them.
    own_code: Option<String>,
}

impl Candidates {
    const NONE: Self = Self {
        items: Vec::new(),
        is_named: true,
        own_code: None,
    };
}

/// What a row came to.
enum Read {
    /// With the unit that was written; `None` where none was.
    Matched(MatchedLine, Option<LineUnit>),
    Choose(AmbiguousLine),
    Missing(MissingLine),
}

/// What becomes of the lines of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Put {
    /// They go into the draft; quantities of items that it has are added up.
    Add,
    /// The same, of the list that the desk keeps for the draft.
    AddKept,
    /// They are in the draft already, and are only told once more.
    Tell,
}

/// Matches the lines of a list, and puts them into a draft.
///
/// # Errors
/// `not_found`, `not_allowed`, `not_loaded` (nothing was added), `disk_full`.
pub(super) fn add(open: &Open, draft: &str, list: List, put: Put) -> Result<AddReport, CommandError> {
    let (grant, before) = open.draft(draft)?;
    demand_draft(&grant)?;
    let sight = sight(&grant);
    let goods = open.loaded_goods()?;
    let codes = CodeBook::of(open, &grant)?;
    let found = all_candidates(&goods, &sight, &codes, &list.lines)?;
    let locked: BTreeSet<&ItemId> = before
        .lines
        .iter()
        .filter(|line| line.in_command.is_some() && put != Put::Tell)
        .map(|line| &line.item)
        .collect();
    let pricer = Pricer::of(open, &grant)?;
    let (mut matched, mut in_units) = (Vec::new(), Vec::new());
    let (mut choose, mut not_found) = (Vec::new(), Vec::new());
    let mut briefs: BTreeMap<String, ItemBrief> = BTreeMap::new();
    for (line, candidates) in list.lines.iter().zip(&found) {
        match read(&pricer, line, candidates, &locked, &mut briefs) {
            Read::Matched(line, unit) => {
                matched.push(line);
                in_units.push(unit);
            }
            Read::Choose(line) => choose.push(line),
            Read::Missing(line) => not_found.push(line),
        }
    }
    not_found.extend(list.unread.into_iter().map(unread));
    let order = sheets(&list.lines);
    not_found.sort_by_key(|line| (order.get(&line.sheet).copied(), line.row));
    let items: Vec<ItemId> = briefs.keys().map(|item| ItemId::new(item.as_str())).collect();
    let terms = goods.terms(&sight, &items)?;
    let prices: BTreeMap<String, (i64, String)> = terms
        .into_iter()
        .filter_map(|terms| {
            Some((
                terms.item.to_string(),
                terms.price.map(|price| (price.price_micro, price.currency))?,
            ))
        })
        .collect();
    let lines: Vec<(NewLine, Option<LineUnit>)> = matched
        .iter()
        .zip(in_units)
        .filter_map(|(line, unit)| Some((new_line(line, unit.as_ref(), &briefs, &prices)?, unit)))
        .collect();
    let (id, now_ms) = (&before.summary.id, open.clock.now_ms());
    match put {
        Put::Add if lines.is_empty() => {}
        Put::Add => open
            .desk
            .put_typed_lines(&grant.entity, id, &lines, LineChange::Add, now_ms)?,
        Put::AddKept => open.desk.add_list_lines(&grant.entity, id, &lines, now_ms)?,
        Put::Tell => {}
    }
    let (grant, after) = open.draft(draft)?;
    Ok(AddReport {
        matched,
        choose,
        not_found,
        skipped: list.skipped,
        doubts: Vec::new(),
        is_kept: put != Put::Add,
        draft: view::summary(open, &grant, &after)?,
    })
}

fn unread(row: Unread) -> MissingLine {
    MissingLine {
        sheet: row.sheet,
        row: row.row,
        raw: row.raw,
        reason: row.reason,
        item: None,
        unit: String::new(),
        readings_milli: Vec::new(),
        article: String::new(),
        code: String::new(),
        quantity_milli: None,
    }
}

/// The places of the sheets, as lines come.
fn sheets(lines: &[Wanted]) -> BTreeMap<String, usize> {
    let mut places = BTreeMap::new();
    for line in lines {
        let place = places.len();
        places.entry(line.sheet.clone()).or_insert(place);
    }
    places
}

/// What each line may mean: the goods of which somebody said that a word of it means them, else those of its first word that
/// names any, else those that its name was said to mean, else of its very name, else of a like one.
fn all_candidates(
    goods: &Mirror,
    sight: &Sight,
    codes: &CodeBook,
    lines: &[Wanted],
) -> Result<Vec<Candidates>, CommandError> {
    let most = lines.iter().map(|line| line.words.len()).max().unwrap_or(0);
    let mut found = lines
        .iter()
        .map(|line| by_code(goods, sight, codes, line.words.iter()))
        .collect::<Result<Vec<_>, _>>()?;
    for at in 0..most {
        let open: Vec<(&str, &mut Candidates)> = lines
            .iter()
            .zip(&mut found)
            .filter(|(_, found)| found.items.is_empty())
            .filter_map(|(line, found)| Some((line.words.get(at)?.as_str(), found)))
            .collect();
        let words: Vec<&str> = open.iter().map(|(word, _)| *word).collect();
        for (items, (word, found)) in candidates(goods, sight, &words)?.into_iter().zip(open) {
            found.is_named = items.iter().all(|item| !splits_number(word, &item.article));
            found.items = items;
        }
    }
    for (line, found) in lines.iter().zip(&mut found) {
        if found.own_code.is_none() && !found.items.is_empty() {
            contradict(goods, sight, line, found)?;
        }
        if let (true, Some(name)) = (found.items.is_empty(), &line.name) {
            *found = by_code(goods, sight, codes, std::iter::once(name))?;
            if found.items.is_empty() {
                *found = by_name(goods, sight, name)?;
            }
        }
    }
    Ok(found)
}

/// Weighs what else the line says against the goods that its first word names: a barcode or the very name of other goods makes
/// it a question; a barcode of one of several decides.
fn contradict(goods: &Mirror, sight: &Sight, line: &Wanted, found: &mut Candidates) -> Result<(), CommandError> {
    let is_of = |items: &[ItemBrief], one: &ItemBrief| items.iter().any(|item| item.item == one.item);
    for word in line.words.iter().skip(1) {
        let named = by_barcode(goods, sight, word)?;
        let both: Vec<ItemBrief> = found.items.iter().filter(|item| is_of(&named, item)).cloned().collect();
        match (named.is_empty(), both.is_empty()) {
            (true, _) => {}
            (false, false) => found.items = both,
            (false, true) => {
                found.items.extend(named);
                found.is_named = false;
            }
        }
    }
    if let (Some(name), [only]) = (&line.name, found.items.as_slice())
        && !shares_word(name, only)
    {
        let named = by_name(goods, sight, name)?;
        if named.is_named && !is_of(&named.items, only) {
            found.items.extend(named.items);
            found.is_named = false;
        }
    }
    Ok(())
}

/// Whether a name has a size, a word or the beginning of one in common with goods: nearly every right one has.
fn shares_word(name: &str, goods: &ItemBrief) -> bool {
    const STEM: usize = 4;
    let stems = |text: &str| -> BTreeSet<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|letter: char| !letter.is_alphanumeric());
        let is_size = |word: &&str| word.len() >= 2 && word.contains(char::is_numeric);
        let long = words.filter(|word| word.chars().count() >= 3 || is_size(word));
        long.map(|word| match word.contains(char::is_numeric) {
            true => word.to_owned(),
            false => word.chars().take(STEM).collect(),
        })
        .collect()
    };
    let theirs = stems(&goods.name);
    stems(name).iter().any(|stem| theirs.contains(stem))
}

/// The goods that the first of these texts was said to mean; none where they are not among those that the person sees.
fn by_code<'a>(
    goods: &Mirror,
    sight: &Sight,
    codes: &CodeBook,
    mut texts: impl Iterator<Item = &'a String>,
) -> Result<Candidates, CommandError> {
    let meant = texts.find_map(|text| Some((text, codes.item(text)?)));
    let Some((text, item)) = meant else {
        return Ok(Candidates::NONE);
    };
    let items = briefs(goods, sight, std::slice::from_ref(item))?;
    Ok(Candidates {
        own_code: (!items.is_empty()).then(|| text.clone()),
        items,
        is_named: true,
    })
}

fn by_name(goods: &Mirror, sight: &Sight, name: &str) -> Result<Candidates, CommandError> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let items = briefs(goods, sight, &goods.find_items(sight, name, NAMES, &Cancel::new())?)?;
    let (same, alike): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| plain(&item.name) == plain(name));
    let is_named = !same.is_empty();
    Ok(Candidates {
        items: if is_named { same } else { alike },
        is_named,
        own_code: None,
    })
}

/// The items that each word may mean: those with the article, else the item with this id, else those with the barcode.
pub(crate) fn candidates(goods: &Mirror, sight: &Sight, words: &[&str]) -> Result<Vec<Vec<ItemBrief>>, CommandError> {
    let mut found = goods.items_by_article(sight, words)?;
    for (word, found) in words.iter().zip(&mut found) {
        keep_exact(word, found);
        if found.is_empty() {
            *found = briefs(goods, sight, &[ItemId::new(*word)])?;
        }
        if found.is_empty() {
            *found = by_barcode(goods, sight, word)?;
        }
        // «12345.0»: a program took the article for a number.
        let whole = word.strip_suffix(".0").filter(|whole| whole.len() >= 4);
        if let Some(whole) = whole.filter(|whole| found.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit())) {
            *found = goods.items_by_article(sight, &[whole])?.into_iter().flatten().collect();
        }
    }
    Ok(found)
}

/// Whether a blank in what was written divides a number of the article: «А-1 0» may be none of «А-1», or «А-10».
fn splits_number(written: &str, article: &str) -> bool {
    // Each letter and figure, and whether such a sign stands before it.
    let signs = |text: &str, divides: fn(char) -> bool| -> Vec<(char, bool)> {
        let mut is_divided = false;
        let mut signs = Vec::new();
        for letter in text.trim().chars() {
            if letter.is_alphanumeric() {
                signs.push((letter, is_divided));
            }
            is_divided = !letter.is_alphanumeric() && (is_divided || divides(letter));
        }
        signs
    };
    let is_digit = |pair: &[(char, bool)]| pair.iter().all(|(letter, _)| letter.is_ascii_digit());
    let (written, of_goods) = (signs(written, char::is_whitespace), signs(article, |_| true));
    written.len() == of_goods.len()
        && written.windows(2).zip(of_goods.windows(2)).any(|(written, of_goods)| {
            let is_divided = |pair: &[(char, bool)]| pair.last().is_some_and(|(_, is_divided)| *is_divided);
            is_digit(written) && is_digit(of_goods) && is_divided(written) && !is_divided(of_goods)
        })
}

/// Of goods whose articles differ by signs only («1/2» and «12») the one that is written so.
fn keep_exact(word: &str, found: &mut Vec<ItemBrief>) {
    let plain = |text: &str| text.trim().to_lowercase();
    if found.len() > 1 && found.iter().any(|item| plain(&item.article) == plain(word)) {
        found.retain(|item| plain(&item.article) == plain(word));
    }
}

/// A GTIN of fourteen figures that begins with a nought is the barcode of thirteen.
fn by_barcode(goods: &Mirror, sight: &Sight, word: &str) -> Result<Vec<ItemBrief>, CommandError> {
    if !may_be_barcode(word) {
        return Ok(Vec::new());
    }
    let found = goods.items_by_barcode(sight, word)?;
    match word.strip_prefix('0') {
        Some(shorter) if found.is_empty() && word.len() >= 13 => Ok(goods.items_by_barcode(sight, shorter)?),
        _ => Ok(found),
    }
}

fn briefs(goods: &Mirror, sight: &Sight, items: &[ItemId]) -> Result<Vec<ItemBrief>, CommandError> {
    let terms = goods.terms(&sight.without_prices(), items)?;
    Ok(terms.into_iter().filter_map(|terms| terms.brief).collect())
}

fn read(
    pricer: &Pricer,
    line: &Wanted,
    candidates: &Candidates,
    locked: &BTreeSet<&ItemId>,
    briefs: &mut BTreeMap<String, ItemBrief>,
) -> Read {
    let asking = |reason, item: Option<&ItemBrief>, readings_milli| {
        let is_unknown = reason == MissingReason::UnknownArticle;
        Read::Missing(MissingLine {
            sheet: line.sheet.clone(),
            row: line.row,
            raw: line.raw.clone(),
            reason,
            item: item.map(|item| item.item.to_string()),
            unit: item.map(|item| item.unit.clone()).unwrap_or_default(),
            readings_milli,
            article: match line.words.first() {
                Some(word) if is_unknown => word.clone(),
                _ => String::new(),
            },
            code: if is_unknown { line.code() } else { String::new() },
            // What a pack of unknown goods holds is not known either.
            quantity_milli: match line.quantity {
                Some(Written::Exact(quantity)) if is_unknown && line.unit.is_none() => Some(quantity.milli()),
                _ => None,
            },
        })
    };
    let missing = |reason| asking(reason, None, Vec::new());
    let only = match candidates.items.as_slice() {
        [] => return missing(MissingReason::UnknownArticle),
        [only] if candidates.is_named => only.clone(),
        // Two questions on one line cannot be answered by one click: the quantity is to be written anew first.
        _ if matches!(line.quantity, Some(Written::Doubtful(_))) => return missing(MissingReason::TwoReadings),
        several => return Read::Choose(ambiguous(pricer, line, several)),
    };
    let Some(quantity) = &line.quantity else {
        return missing(MissingReason::NoQuantity);
    };
    let unit = match in_unit::resolve(pricer, line.unit.as_deref(), &only) {
        Ok(unit) => unit,
        Err(fault) => return missing(fault.into()),
    };
    if locked.contains(&only.item) {
        return missing(MissingReason::InFlight);
    }
    let quantity_milli = match quantity {
        Written::Exact(quantity) => match in_base_units(*quantity, unit.units_milli, &only) {
            Ok(quantity_milli) => quantity_milli,
            Err(Unfit::Part) => return missing(MissingReason::NotDivisible),
            Err(Unfit::OutOfRange) => return missing(MissingReason::Unreadable),
        },
        Written::Doubtful(readings) => {
            let possible = readings
                .iter()
                .filter_map(|reading| in_base_units(*reading, unit.units_milli, &only).ok());
            return asking(MissingReason::TwoReadings, Some(&only), possible.collect());
        }
    };
    if line.is_hidden {
        return asking(MissingReason::HiddenRow, Some(&only), vec![quantity_milli]);
    }
    let matched = MatchedLine {
        sheet: line.sheet.clone(),
        row: line.row,
        item: only.item.to_string(),
        article: only.article.clone(),
        own_code: candidates.own_code.clone(),
        quantity_milli,
        in_unit: in_unit(quantity_milli, Some(&unit)),
        unit: only.unit.clone(),
    };
    briefs.insert(matched.item.clone(), only);
    Read::Matched(matched, line.unit.is_some().then_some(unit))
}

/// The pack that a row counts in; a part of a pack is counted in the base unit.
fn pack_of(unit: &LineUnit, quantity_milli: i64, item: &ItemBrief) -> Option<LinePack> {
    let pack = LinePack {
        unit: unit.unit.clone(),
        units_milli: unit.units_milli,
    };
    let is_base = unit.units_milli == 1000 && unit.unit == item.unit;
    (!is_base && pack.packs_in(quantity_milli).is_some()).then_some(pack)
}

/// The quantity stands only when the written unit means the same for every candidate.
fn ambiguous(pricer: &Pricer, line: &Wanted, candidates: &[ItemBrief]) -> AmbiguousLine {
    let mut meanings: Vec<_> = candidates
        .iter()
        .map(|item| in_unit::resolve(pricer, line.unit.as_deref(), item).map(|unit| unit.units_milli))
        .collect();
    meanings.dedup();
    let is_plain = meanings == [Ok(1000)];
    AmbiguousLine {
        sheet: line.sheet.clone(),
        row: line.row,
        raw: line.raw.clone(),
        quantity_milli: match &line.quantity {
            Some(Written::Exact(quantity)) if is_plain => Some(quantity.milli()),
            _ => None,
        },
        candidates: candidates.iter().map(candidate).collect(),
        code: line.code(),
    }
}

fn candidate(brief: &ItemBrief) -> CandidateView {
    CandidateView {
        item: brief.item.to_string(),
        article: brief.article.clone(),
        name: brief.name.clone(),
    }
}

fn new_line(
    line: &MatchedLine,
    unit: Option<&LineUnit>,
    briefs: &BTreeMap<String, ItemBrief>,
    prices: &BTreeMap<String, (i64, String)>,
) -> Option<NewLine> {
    let brief = briefs.get(&line.item)?.clone();
    Some(NewLine {
        marks: LineMarks {
            pack: unit.and_then(|unit| pack_of(unit, line.quantity_milli, &brief)),
            ..LineMarks::default()
        },
        ..line_of(brief, prices.get(&line.item).cloned(), line.quantity_milli)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_inside_a_number_is_no_way_to_write_it() {
        for (written, article, splits) in [
            ("А-1 0", "А-10", true),
            ("1. 0001", "10001", true),
            ("1 2345", "12345", true),
            ("DIN933 M8x40", "DIN 933 М8х40", false),
            ("DIN 933 8", "DIN933-8", false),
            ("АБ 1", "АБ-1", false),
            ("12345", "12-345", false),
            ("BX 12 5", "BX 12 5", false),
        ] {
            assert_eq!(splits_number(written, article), splits, "{written} {article}");
        }
    }
}
