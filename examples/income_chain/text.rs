//! Figures and sentences as the report writes them.

/// Letters in a line of notes.
const WIDTH: usize = 130;

/// Millions in billions.
pub(crate) fn billions(millions: f64) -> String {
    match format!("{:.1}", millions / 1000.0) {
        zero if zero == "-0.0" => "0.0".to_owned(),
        text => text,
    }
}

/// A sentence in lines, the second and later ones indented.
pub(crate) fn wrapped(sentence: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in sentence.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("  {word}")),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
