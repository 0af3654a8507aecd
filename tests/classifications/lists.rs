//! The lists as published: how long they are, that they cover ISIC, and that tables are recognised by them.

use leontief::label::{Axis, Classification, Links, Revision, Sector};

use super::{cells, divisions, records};

const LENGTHS: [(Classification, usize); 16] = [
    (Classification::Wiod2013, 35),
    (Classification::Wiod2016, 56),
    (Classification::LrWiod, 23),
    (Classification::Icio2016, 34),
    (Classification::Icio2018, 36),
    (Classification::Icio2021, 45),
    (Classification::Icio2023, 45),
    (Classification::Icio2025, 50),
    (Classification::Adb, 35),
    (Classification::Figaro, 64),
    (Classification::Eora26, 26),
    (Classification::Exiobase, 163),
    (Classification::Isic4, 88),
    (Classification::Isic4Sections, 21),
    (Classification::Isic31, 62),
    (Classification::Isic31Sections, 17),
];

#[test]
fn lists_are_as_long_as_published() {
    assert_eq!(LENGTHS.len(), Classification::ALL.len());
    for (list, length) in LENGTHS {
        assert_eq!(list.sectors().len(), length, "{list}");
        let file = records(&format!("classifications/{}.csv", list.id()));
        let codes: Vec<&str> = file.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(list.sectors().codes(), codes, "{list}");
        for row in &file {
            assert_eq!(row.len(), 5, "{list}: {row:?}");
            assert_eq!(list.name(&row[0]).unwrap(), row[1], "{list}");
            assert_eq!(list.content(&row[0]).unwrap(), row[2], "{list}");
            assert!(!row[1].is_empty() && row[1].trim() == row[1], "{row:?}");
        }
    }
}

#[test]
fn every_division_belongs_to_exactly_one_code_of_a_list() {
    let by_revision = [cells(0), cells(1)];
    for (list, _) in LENGTHS {
        let known = match list.revision() {
            Revision::Isic4 => &by_revision[0],
            Revision::Isic31 => &by_revision[1],
        };
        let mut held = Vec::new();
        for row in records(&format!("classifications/{}.csv", list.id())) {
            let own = divisions(&row[2], known);
            assert_eq!(
                own.is_empty(),
                row[0] == "Re-export & Re-import",
                "{list} {row:?}"
            );
            held.extend(own);
            held.extend(divisions(&row[3], known));
        }
        held.sort();
        if list == Classification::Exiobase {
            held.dedup(); // its codes are parts of divisions, several for one
        }
        assert_eq!(&held, known, "{list}");
    }
}

#[test]
fn only_division_99_is_assumed() {
    let assuming: Vec<Classification> = Classification::ALL
        .iter()
        .copied()
        .filter(|list| !list.assumptions().is_empty())
        .collect();
    use Classification::{Adb, Icio2016, Icio2018, Icio2021, Icio2023, Icio2025, Wiod2013};
    assert_eq!(
        assuming,
        [
            Wiod2013, Icio2016, Icio2018, Icio2021, Icio2023, Icio2025, Adb
        ]
    );
    for list in assuming {
        assert_eq!(list.assumptions().len(), 1);
        assert!(list.assumptions()[0].contains("does not cover division 99"));
    }
    assert_eq!(
        Wiod2013.assumptions(),
        ["WIOD, 2013 release does not cover division 99; it is taken as part of `c34`"]
    );
}

#[test]
fn codes_of_the_oecd_say_what_they_hold() {
    for list in [Classification::Icio2018, Classification::Icio2021] {
        for code in list.sectors().codes() {
            assert_eq!(list.content(code).unwrap(), code.replace('T', "-"));
        }
    }
    let (old, new) = (Classification::Icio2021, Classification::Icio2023);
    for (a, b) in old.sectors().codes().iter().zip(new.sectors().codes()) {
        assert_eq!(old.content(a).unwrap(), new.content(b).unwrap());
    }
    // 2025 parts five industries of 2023 in two
    let common = new.common(Classification::Icio2025, Links::All).unwrap();
    assert_eq!(common.sectors(), &new.sectors());
    let parted: Vec<String> = common.second().merged();
    assert_eq!(
        parted,
        [
            "A01_02 = A01 + A02",
            "B05_06 = B05 + B06",
            "B07_08 = B07 + B08",
            "C24 = C24A + C24B",
            "C30 = C301 + C302T309"
        ]
    );
}

#[test]
fn tables_are_recognised_by_their_codes() {
    for list in Classification::ALL {
        let expected = match list {
            Classification::Adb => Classification::Wiod2013, // the same codes
            list => *list,
        };
        assert_eq!(Classification::of(&list.sectors()), Some(expected));
        let mut turned = list.sectors().codes().to_vec();
        turned.reverse();
        let turned: Axis<Sector> = Axis::new(turned).unwrap();
        assert_eq!(Classification::of(&turned), Some(expected));
        assert_eq!(Classification::by_id(list.id()).unwrap(), *list);
    }
    assert!(Classification::by_id("wiod").unwrap_err().is_label());
}

#[test]
fn other_forms_of_codes_are_recognised() {
    let written = |list: Classification, form: fn(&str) -> String| {
        let codes = list.sectors();
        Axis::<Sector>::new(codes.codes().iter().map(|code| form(code))).unwrap()
    };
    let named = |list: Classification| {
        let sectors = list.sectors();
        Axis::<Sector>::new(sectors.positions().map(|at| sectors.name(at))).unwrap()
    };
    let icio = written(Classification::Icio2016, |code| match code {
        "C30.32.33" => "C30T33XCEQ".to_owned(),
        code => format!("{code}ABC"),
    });
    assert_eq!(Classification::of(&icio), Some(Classification::Icio2016));
    let tiva = written(Classification::Icio2018, |code| format!("D{code}"));
    assert_eq!(Classification::of(&tiva), Some(Classification::Icio2018));
    let isic = "AtB C 15t16 17t18 19 20 21t22 23 24 25 26 27t28 29 30t33 34t35 36t37 E F 50 51 52 H 60 61 62 63 64 J 70 71t74 L M N O P";
    let wiod = Axis::new(isic.split(' ')).unwrap();
    assert_eq!(Classification::of(&wiod), Some(Classification::Wiod2013));
    let exiobase = named(Classification::Exiobase);
    assert_eq!(
        Classification::of(&exiobase),
        Some(Classification::Exiobase)
    );
    let figaro = written(Classification::Figaro, |code| match code {
        "C10T12" => "C10-C12".to_owned(),
        "C31_32" => "C31_C32".to_owned(),
        "L" => "L68".to_owned(),
        code => code.to_owned(),
    });
    assert_eq!(Classification::of(&figaro), Some(Classification::Figaro));
}

#[test]
fn a_list_with_a_code_too_few_too_many_or_twice_is_not_recognised() {
    let codes = Classification::Wiod2013.sectors().codes().to_vec();
    let of = |codes: Vec<String>| Classification::of(&Axis::<Sector>::new(codes).unwrap());
    assert_eq!(of(codes[1..].to_vec()), None);
    assert_eq!(of([codes.clone(), vec!["c36".to_owned()]].concat()), None);
    let mut twice = codes;
    twice[0] = "C".to_owned(); // another form of c2, which is there too
    assert_eq!(of(twice), None);
    assert_eq!(of(Vec::new()), None);
}

#[test]
fn unknown_codes_are_refused_with_a_near_miss() {
    let error = Classification::Wiod2016.name("c26").unwrap_err();
    assert!(
        error.is_label() && error.to_string().contains("`C26`"),
        "{error}"
    );
    let error = Classification::Wiod2013.content("C40").unwrap_err();
    assert!(error.to_string().contains("no sector `C40`"), "{error}");
}
