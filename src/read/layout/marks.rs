//! Numbers as text, with the marks that the layout states.

use super::description::TextForm;

/// The number in a cell that is not empty; nothing where the text is none, or has marks that the layout does not state.
pub(super) fn number(text: &str, form: &TextForm) -> Option<f64> {
    let known = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    let bare = match (form.decimal, form.thousands) {
        ('.', None) => return finite(text, known),
        (_, None) => text.to_owned(),
        (decimal, Some(mark)) => without_thousands(text, decimal, mark)?,
    };
    match form.decimal {
        '.' => finite(&bare, known),
        _ if bare.contains('.') => None,
        decimal => finite(&bare.replacen(decimal, ".", 1), known),
    }
}

fn finite(text: &str, known: impl Fn(char) -> bool) -> Option<f64> {
    let value: f64 = text.chars().all(known).then(|| text.parse().ok())??;
    value.is_finite().then_some(value)
}

/// The text without marks of thousands, which must stand before every third digit if they stand at all.
fn without_thousands(text: &str, decimal: char, mark: char) -> Option<String> {
    // a blank between thousands may be one that does not break lines
    let is_mark = |c: char| c == mark || (mark == ' ' && matches!(c, '\u{a0}' | '\u{202f}'));
    let end = text.find(decimal).unwrap_or(text.len());
    let (whole, rest) = text.split_at(end);
    if rest.contains(is_mark) {
        return None;
    }
    let mut groups = whole.split(is_mark);
    let first = groups.next().unwrap_or_default();
    let leading = first.trim_start_matches(['+', '-']).len();
    let mut digits = first.to_owned();
    for group in groups {
        if !(1..=3).contains(&leading) || group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    digits.push_str(rest);
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, decimal: char, thousands: Option<char>) -> Option<f64> {
        let form = TextForm {
            decimal,
            thousands,
            ..TextForm::default()
        };
        number(text, &form)
    }

    #[test]
    fn marks_that_are_stated_are_read() {
        assert_eq!(read("1234.5", '.', None), Some(1234.5));
        assert_eq!(read("-1,5e3", ',', None), Some(-1500.0));
        assert_eq!(read("-1,234,567.5", '.', Some(',')), Some(-1_234_567.5));
        assert_eq!(read("1.234,5", ',', Some('.')), Some(1234.5));
        assert_eq!(read("1\u{a0}234,5", ',', Some(' ')), Some(1234.5));
        assert_eq!(read("12'345", '.', Some('\'')), Some(12345.0));
        assert_eq!(read("1234.5", '.', Some(',')), Some(1234.5));
    }

    #[test]
    fn marks_that_are_not_stated_or_stand_elsewhere_are_refused() {
        let refused = [
            read("1,5", '.', None),
            read("1.5", ',', None),
            read("1.234,5", ',', None),
            read("1 234", '.', None),
            read("1,23", '.', Some(',')),
            read("1234,567", '.', Some(',')),
            read(",123", '.', Some(',')),
            read("1.234,567", '.', Some(',')),
            read("1,5,5", ',', None),
            read("nan", '.', None),
            read("inf", '.', None),
            read("1e999", '.', None),
            read("0x10", '.', None),
            read("1-2", '.', None),
        ];
        assert_eq!(refused, [None; 14]);
    }
}
