//! Variants of a product as a table: which two characteristics are its sides, and where each variant stands.
//!
//! Variants that differ in one characteristic, or in more than two, or that share a place make no table: they are a list.

use std::cmp::Ordering;

/// Sizes of clothes in the order in which people expect them.
const SIZES: [&str; 9] = ["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "4xl"];

/// The most values of a side: a longer one is easier to read as a list.
const MOST_VALUES: usize = 60;

/// A table of variants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// What the rows are («Размер»); the side with more values.
    pub row_name: String,
    /// What the columns are («Цвет»).
    pub column_name: String,
    /// Values of the rows, in the order of people.
    pub rows: Vec<String>,
    /// Values of the columns.
    pub columns: Vec<String>,
    /// For each variant, in the order given: its row and its column.
    pub places: Vec<(usize, usize)>,
}

impl Matrix {
    /// The table of variants, each given as its characteristics (name and value); `None` when they make none.
    #[must_use]
    pub fn of(variants: &[Vec<(String, String)>]) -> Option<Self> {
        let sides: Vec<&str> = names(variants)?
            .into_iter()
            .filter(|name| values(variants, name).len() > 1)
            .collect();
        let [one, other] = sides.as_slice() else { return None };
        let (mut row_name, mut column_name) = (*one, *other);
        let (mut rows, mut columns) = (values(variants, row_name), values(variants, column_name));
        if columns.len() > rows.len() {
            std::mem::swap(&mut rows, &mut columns);
            std::mem::swap(&mut row_name, &mut column_name);
        }
        if rows.len() > MOST_VALUES {
            return None;
        }
        let mut places = Vec::with_capacity(variants.len());
        for variant in variants {
            let at = |values: &[&str], name: &str| {
                let value = value_of(variant, name)?;
                values.iter().position(|known| *known == value)
            };
            let place = (at(&rows, row_name)?, at(&columns, column_name)?);
            if places.contains(&place) {
                return None;
            }
            places.push(place);
        }
        Some(Self {
            row_name: row_name.to_owned(),
            column_name: column_name.to_owned(),
            rows: rows.into_iter().map(str::to_owned).collect(),
            columns: columns.into_iter().map(str::to_owned).collect(),
            places,
        })
    }
}

/// The characteristics that every variant has; `None` when some variant lacks one of another.
fn names(variants: &[Vec<(String, String)>]) -> Option<Vec<&str>> {
    let first = variants.first()?;
    let names: Vec<&str> = first.iter().map(|(name, _)| name.as_str()).collect();
    let has_same = |variant: &Vec<(String, String)>| {
        variant.len() == names.len() && names.iter().all(|name| value_of(variant, name).is_some())
    };
    variants.iter().all(has_same).then_some(names)
}

fn value_of<'v>(variant: &'v [(String, String)], name: &str) -> Option<&'v str> {
    variant
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
}

/// Different values of a characteristic, in the order of people.
fn values<'v>(variants: &'v [Vec<(String, String)>], name: &str) -> Vec<&'v str> {
    let mut values: Vec<&str> = Vec::new();
    for value in variants.iter().filter_map(|variant| value_of(variant, name)) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values.sort_by(|a, b| in_order(a, b));
    values
}

/// Sizes by size, numbers by their amount, words by their letters.
fn in_order(a: &str, b: &str) -> Ordering {
    let size = |text: &str| SIZES.iter().position(|size| *size == text.to_lowercase());
    if let (Some(a), Some(b)) = (size(a), size(b)) {
        return a.cmp(&b);
    }
    let (mut left, mut right) = (pieces(a).into_iter(), pieces(b).into_iter());
    loop {
        return match (left.next(), right.next()) {
            (None, None) => a.cmp(b),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(x), Some(y)) => match (x.parse::<u64>(), y.parse::<u64>()) {
                (Ok(m), Ok(n)) if m != n => m.cmp(&n),
                _ if x != y => x.cmp(&y),
                _ => continue,
            },
        };
    }
}

/// Runs of digits and runs of anything else, in small letters.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut was_digit = None;
    for c in text.chars().flat_map(char::to_lowercase) {
        let is_digit = c.is_ascii_digit();
        match pieces.last_mut() {
            Some(last) if was_digit == Some(is_digit) => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        was_digit = Some(is_digit);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variant(facts: &[(&str, &str)]) -> Vec<(String, String)> {
        facts.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    }

    fn of_two(list: &[(&str, &str)]) -> Vec<Vec<(String, String)>> {
        list.iter()
            .map(|(size, colour)| variant(&[("Размер", size), ("Цвет", colour)]))
            .collect()
    }

    #[test]
    fn two_characteristics_make_a_table_with_holes() {
        let matrix = Matrix::of(&of_two(&[
            ("10", "синий"),
            ("9", "синий"),
            ("9", "белый"),
            ("42", "белый"),
        ]))
        .unwrap();
        assert_eq!(
            (matrix.row_name.as_str(), matrix.column_name.as_str()),
            ("Размер", "Цвет")
        );
        assert_eq!(matrix.rows, ["9", "10", "42"]);
        assert_eq!(matrix.columns, ["белый", "синий"]);
        assert_eq!(matrix.places, [(1, 1), (0, 1), (0, 0), (2, 0)]);
    }

    #[test]
    fn a_third_characteristic_that_is_the_same_everywhere_is_no_side() {
        let list: Vec<_> = of_two(&[("S", "a"), ("XL", "a"), ("M", "b"), ("S", "b")])
            .into_iter()
            .map(|mut facts| {
                facts.push(("Ткань".to_owned(), "хлопок".to_owned()));
                facts
            })
            .collect();
        assert_eq!(Matrix::of(&list).unwrap().rows, ["S", "M", "XL"]);
    }

    #[test]
    fn what_makes_no_table_is_a_list() {
        let one_side = of_two(&[("9", "синий"), ("10", "синий")]);
        let same_place = of_two(&[("9", "синий"), ("10", "белый"), ("9", "синий")]);
        let mut uneven = of_two(&[("9", "синий"), ("10", "белый")]);
        uneven.push(variant(&[("Размер", "11")]));
        let three: Vec<_> = [("1", "a", "x"), ("2", "b", "y"), ("1", "b", "x")]
            .iter()
            .map(|(l, m, n)| variant(&[("L", l), ("M", m), ("N", n)]))
            .collect();
        for (case, list) in [
            ("one side", one_side),
            ("two in one place", same_place),
            ("a side is missing", uneven),
            ("three sides", three),
            ("nothing", Vec::new()),
        ] {
            assert_eq!(Matrix::of(&list), None, "{case}");
        }
    }
}
