//! Axes of a world table from labels that stand in any order.

use std::collections::HashMap;

use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Country, FinalUse, Group, Producers};

/// Producers, and where each label stands on their axis.
#[derive(Debug)]
pub(super) struct ProducerPlaces {
    pub(super) producers: Producers,
    /// Position of each label.
    pub(super) at: Vec<usize>,
}

/// Categories of final use, and where each column stands: country by country, category by category.
#[derive(Debug)]
pub(super) struct FinalPlaces {
    pub(super) categories: Axis<FinalUse>,
    pub(super) at: Vec<usize>,
    pub(super) width: usize,
}

/// Labels by the country that they begin with, in order of first appearance.
fn by_country<'a>(labels: &[[&'a str; 2]]) -> Vec<(&'a str, Vec<usize>)> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for (at, [country, _]) in labels.iter().enumerate() {
        let group = *known.entry(country).or_insert_with(|| {
            groups.push((country, Vec::new()));
            groups.len() - 1
        });
        groups[group].1.push(at);
    }
    groups
}

/// Producers of these countries and sectors.
pub(super) fn producers_of(labels: &[[&str; 2]]) -> Result<ProducerPlaces> {
    let groups = by_country(labels);
    let mut at = vec![0; labels.len()];
    let mut blocks = Vec::new();
    let mut next = 0;
    for (country, members) in groups {
        let sectors = members.iter().map(|&label| labels[label][1]);
        let sectors = Axis::new(sectors).map_err(|error| error.during(country))?;
        blocks.push((country, Group::whole(), sectors));
        for label in members {
            at[label] = next;
            next += 1;
        }
    }
    let producers = Producers::new(blocks)?;
    Ok(ProducerPlaces { producers, at })
}

/// Countries that have final use and are no producers, in order of first appearance.
pub(super) fn markets_of<'a>(labels: &[[&'a str; 2]], producers: &Producers) -> Vec<&'a str> {
    let groups = by_country(labels).into_iter().map(|(country, _)| country);
    let known = producers.countries();
    groups
        .filter(|country| known.find(country).is_none())
        .collect()
}

/// Final uses of all countries, which must have the same categories; `extra` are further ones that are not in the labels.
pub(super) fn finals_of(
    labels: &[[&str; 2]],
    countries: &Axis<Country>,
    extra: &[&str],
) -> Result<FinalPlaces> {
    let groups = by_country(labels);
    let (_, first) = groups.first().ok_or_else(|| {
        Error::label("no column of final use").expected("categories of every country")
    })?;
    let codes = first.iter().map(|&label| labels[label][1]);
    let categories: Axis<FinalUse> = Axis::new(codes.chain(extra.iter().copied()))?;
    let wanted = categories.len() - extra.len();
    let mut at = vec![0; labels.len()];
    let mut found = vec![false; countries.len() * categories.len()];
    for (label, [country, category]) in labels.iter().enumerate() {
        let of = countries
            .at(country)
            .map_err(|error| error.during("final use"))?;
        let place = categories.at(category);
        let place = place.map_err(|error| error.during(format!("final use of {country}")))?;
        let place = of.get() * categories.len() + place.get();
        if found[place] {
            return Err(Error::label(format!(
                "the final use `{country} {category}` occurs twice"
            )));
        }
        (at[label], found[place]) = (place, true);
    }
    let all = countries.codes().iter().flat_map(|country| {
        let categories = categories.codes()[..wanted].iter();
        categories.map(move |category| format!("{country} {category}"))
    });
    let places = (0..countries.len())
        .flat_map(|country| (0..wanted).map(move |at| (country, at)))
        .map(|(country, at)| country * categories.len() + at);
    let missing = all.zip(places).filter(|(_, place)| !found[*place]);
    let missing: Vec<String> = missing.map(|(label, _)| label).collect();
    if !missing.is_empty() {
        let error = Error::label("columns of final use are missing");
        return Err(error
            .expected("the same categories in every country")
            .found(format!("none for {}", first_few(&missing))));
    }
    Ok(FinalPlaces {
        at,
        width: found.len(),
        categories,
    })
}

/// Codes made unique: the second of a name is `name [2]`, the third `name [3]`; with how many were changed.
pub(super) fn unique(names: impl IntoIterator<Item = String>) -> (Vec<String>, usize) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut changed = 0;
    let codes = names.into_iter().map(|name| {
        let count = seen.entry(name.clone()).or_insert(0);
        *count += 1;
        match *count {
            1 => name,
            more => {
                changed += 1;
                format!("{name} [{more}]")
            }
        }
    });
    (codes.collect(), changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_come_together_whatever_the_order_of_labels() {
        let labels = [["B", "x"], ["A", "x"], ["B", "y"], ["A", "y"]];
        let places = producers_of(&labels).unwrap();
        assert_eq!(places.producers.countries().codes(), ["B", "A"]);
        assert_eq!(places.at, [0, 2, 1, 3]);
        let doubled = producers_of(&[["A", "x"], ["A", "x"]]).unwrap_err();
        assert!(
            doubled
                .to_string()
                .contains("A: the sector `x` occurs twice")
        );
    }

    #[test]
    fn every_country_has_every_category_once() {
        let producers = producers_of(&[["A", "x"], ["B", "x"]]).unwrap().producers;
        let countries = producers.countries();
        let labels = [["B", "h"], ["B", "g"], ["A", "g"], ["A", "h"]];
        let places = finals_of(&labels, countries, &["more"]).unwrap();
        assert_eq!(places.categories.codes(), ["h", "g", "more"]);
        assert_eq!((places.at, places.width), (vec![3, 4, 1, 0], 6));
        for (labels, words) in [
            (&labels[..3], "none for `A h`"),
            (&[["A", "h"], ["A", "h"]], "the final use `h` occurs twice"),
            (
                &[["A", "h"], ["B", "h"], ["B", "h"]],
                "the final use `B h` occurs twice",
            ),
            (
                &[["A", "h"], ["B", "i"]],
                "final use of B: no final use `i`",
            ),
            (&[["C", "h"]], "no country `C`"),
            (&[], "no column of final use"),
        ] {
            let error = finals_of(labels, countries, &[]).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
        assert_eq!(markets_of(&[["C", "h"], ["A", "h"]], &producers), ["C"]);
    }

    #[test]
    fn names_that_repeat_are_numbered() {
        let names = ["a", "b", "a", "a"].map(str::to_owned);
        let (codes, changed) = unique(names);
        assert_eq!(codes, ["a", "b", "a [2]", "a [3]"]);
        assert_eq!(changed, 2);
    }
}
