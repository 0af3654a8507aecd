//! `leontief decompose`: from words to methods.

use leontief::account::decompose::borin_mancini::{GVC, STANDARD};
use leontief::account::decompose::tiva::{Indicator, TradeAmount};
use leontief::account::decompose::{
    self, AbsorbedByImporter, BorinMancini, ContentByOrigin, Extraction, Imports, IndustryImports,
    JohnsonNoguera, KoopmanWangWei, MiroudotYe, OwnFlow, OwnLevel, TivaAmounts, TivaShares,
    TripartiteOutput, TripartiteTrade, ValueAddedInFinalDemand, VaxByFinalStage, Vertical,
    VerticalSpecialisation, WangWeiZhu, miroudot_ye,
};
use leontief::account::ledger::Term;
use leontief::account::{Ledger, Level, Scope};
use leontief::model::{Measure, WorldModel};

use crate::arguments::{Approach, Decompose, LevelArgument, Method, Perspective, Terms};
use crate::{Stop, csv_out};

/// One decomposition, written to its file.
pub fn run(ask: &Decompose) -> Result<(), Stop> {
    require_sense(ask)?;
    let table = ask.table.read()?;
    let model = table.model()?;
    let scope = scope(ask, &model)?;
    let level = ask.level();
    match ask.method {
        Method::Wwz => ask.write(&model.decompose_some(&WangWeiZhu(level), &scope)?),
        Method::Kww => ask.write(&model.decompose_some(&KoopmanWangWei(level), &scope)?),
        Method::Bm | Method::My => borin_mancini_or_miroudot_ye(ask, &model, &scope),
        Method::Vax => ask.write(&model.decompose_some(&JohnsonNoguera(level), &scope)?),
        Method::VaxP => ask.write(&model.decompose_some(&VaxByFinalStage(level), &scope)?),
        Method::VaxD => {
            let terms = model.decompose_some(&OwnFlow::bilateral(), &scope)?;
            let value_added = STANDARD.iter().filter(|(term, _)| term.code == "DVA");
            let sums: Vec<_> = value_added.map(|(_, parts)| (VAX_D, *parts)).collect();
            ask.write(&terms.combined(&sums)?)
        }
        Method::Vaxim => ask.write(&model.decompose_some(&AbsorbedByImporter(level), &scope)?),
        Method::Tiva => tiva(ask, &model, &scope),
        Method::Leontief => ask.write(&model.decompose_some(&ContentByOrigin(level), &scope)?),
        Method::FinalDemand => {
            let method = ValueAddedInFinalDemand::all(level);
            ask.write(&model.decompose_some(&method, &scope)?)
        }
        Method::Hummels => {
            let method = VerticalSpecialisation(Vertical::National, level);
            ask.write(&model.decompose_some(&method, &scope)?)
        }
        Method::Tripartite => ask.write(&model.decompose_some(&TripartiteTrade(level), &scope)?),
        Method::TripartiteOutput => {
            let level = match level {
                Level::Country | Level::Bilateral => OwnLevel::Country,
                Level::Sector | Level::SectorBilateral => OwnLevel::Sector,
            };
            ask.write(&model.decompose_some(&TripartiteOutput(level), &scope)?)
        }
        Method::Extraction => extraction(ask, &model),
    }
}

const VAX_D: Term = Term::new(
    "VAX_D",
    "domestic value added lost if the exports to this importer alone did not exist",
    "b_s (I + A_sr B_rs)⁻¹ E_sr",
);

/// Refuses what has no meaning before a table is read.
fn require_sense(ask: &Decompose) -> Result<(), Stop> {
    use Perspective::{Exporter, Importer, Sectimp, World};
    let perspective = ask.perspective.unwrap_or(Exporter);
    let refuse = |message: String| Err(Stop::Usage(message));
    let family = matches!(ask.method, Method::Bm | Method::My);
    if ask.perspective.is_some() && !family {
        return refuse("--perspective goes with the methods bm and my only".into());
    }
    if ask.method == Method::My && matches!(perspective, Importer | Sectimp) {
        return refuse(
            "Miroudot and Ye have no perspective of the importer; use --method bm".into(),
        );
    }
    let both = ask.method == Method::Bm && matches!(perspective, Exporter | World);
    if ask.approach.is_some() && !both {
        return refuse(
            "--approach goes with --method bm and the perspectives exporter and world only".into(),
        );
    }
    let levels = perspective == Exporter || (perspective == World && ask.method == Method::My);
    let own = own_level(perspective);
    if !levels && ask.level.is_some_and(|level| level != own) {
        return refuse(format!(
            "the perspective decides how fine results are: leave --level out, or give {}",
            level_of(own).code()
        ));
    }
    if ask.terms == Terms::Standard
        && (!family || matches!(perspective, Importer | Sectimp | World))
    {
        return refuse("--terms standard goes with bm and my, perspectives of the exporter".into());
    }
    if ask.sector.is_some() && ask.method != Method::Extraction {
        return refuse("--sector goes with --method extraction only".into());
    }
    if ask.indicator.is_some() && ask.method != Method::Tiva {
        return refuse("--indicator goes with --method tiva only".into());
    }
    if ask.method == Method::Extraction && ask.exporter.is_none() {
        return refuse("an extraction needs --exporter: whose exports are thought away".into());
    }
    if ask.level.is_some() && matches!(ask.method, Method::Extraction | Method::VaxD) {
        return refuse("this method has one level only: leave --level out".into());
    }
    Ok(())
}

/// The one level of a perspective.
fn own_level(perspective: Perspective) -> LevelArgument {
    match perspective {
        Perspective::Exporter | Perspective::World => LevelArgument::Country,
        Perspective::Bilateral => LevelArgument::Bilateral,
        Perspective::Sectexp | Perspective::Sectimp => LevelArgument::Sector,
        Perspective::Sectbil | Perspective::Importer => LevelArgument::SectorBilateral,
    }
}

fn level_of(level: LevelArgument) -> Level {
    match level {
        LevelArgument::Country => Level::Country,
        LevelArgument::Sector => Level::Sector,
        LevelArgument::Bilateral => Level::Bilateral,
        LevelArgument::SectorBilateral => Level::SectorBilateral,
    }
}

fn scope(ask: &Decompose, model: &WorldModel) -> Result<Scope, Stop> {
    let mut scope = Scope::everything();
    if let Some(codes) = &ask.exporter {
        scope = scope.exporters(codes.clone());
    }
    if let Some(codes) = &ask.importer {
        scope = scope.importers(codes.clone());
    }
    if let Some(code) = &ask.extension {
        scope = scope.weights(model.weights(&Measure::extension(code))?);
    }
    Ok(scope)
}

impl Decompose {
    /// The level asked for, or the usual one of the method.
    fn level(&self) -> Level {
        let usual = match self.method {
            Method::Kww => Level::Country,
            Method::Vax | Method::VaxP => Level::Bilateral,
            _ => Level::SectorBilateral,
        };
        self.level.map_or(usual, level_of)
    }

    fn write<A>(&self, ledger: &Ledger<A>) -> Result<(), Stop> {
        Ok(csv_out::write(ledger, self.out.as_deref())?)
    }

    /// The terms asked for, out of those of Borin and Mancini.
    fn write_terms<A>(&self, ledger: &Ledger<A>, gvc: bool) -> Result<(), Stop> {
        let mut sums: Vec<(Term, &[&str])> = match self.terms {
            Terms::Detail => return self.write(ledger),
            Terms::Main if ledger.terms().iter().any(|term| term.code == "FVA") => {
                MAIN_WORLD.to_vec()
            }
            Terms::Main => miroudot_ye::COUNTRY.to_vec(),
            Terms::Standard if gvc => STANDARD.iter().chain(&GVC).copied().collect(),
            Terms::Standard => {
                // DAVAX is defined by source only
                let all = STANDARD.iter().filter(|(term, _)| term.code != "DAVAX");
                all.copied().collect()
            }
        };
        if let Some(other) = ledger.terms().iter().find(|term| term.code == "OTH") {
            sums.push((*other, &["OTH"]));
        }
        self.write(&ledger.combined(&sums)?)
    }
}

/// The four main terms where foreign value added is one term.
const MAIN_WORLD: [(Term, &[&str]); 4] = {
    let [dva, ddc, fva, fdc] = miroudot_ye::COUNTRY;
    [dva, ddc, (fva.0, &["FVA"]), fdc]
};

fn borin_mancini_or_miroudot_ye(
    ask: &Decompose,
    model: &WorldModel,
    scope: &Scope,
) -> Result<(), Stop> {
    let approach = match ask.approach {
        Some(Approach::Sink) => decompose::Approach::Sink,
        _ => decompose::Approach::Source,
    };
    let level = ask.level();
    let own = |flow: OwnFlow| -> Result<(), Stop> {
        ask.write_terms(&model.decompose_some(&flow, scope)?, false)
    };
    match (ask.method, ask.perspective.unwrap_or(Perspective::Exporter)) {
        (Method::My, Perspective::World) => {
            ask.write(&model.decompose_some(&MiroudotYe::World(level), scope)?)
        }
        (Method::My, Perspective::Exporter) if ask.terms == Terms::Main => {
            ask.write(&model.decompose_some(&MiroudotYe::Country(level), scope)?)
        }
        (_, Perspective::Exporter) => {
            let terms = model.decompose_some(&BorinMancini::Exporter(approach, level), scope)?;
            ask.write_terms(&terms, approach == decompose::Approach::Source)
        }
        (_, Perspective::World) => {
            let terms = model.decompose_some(&BorinMancini::World(approach), scope)?;
            ask.write_terms(&terms, false)
        }
        (_, Perspective::Bilateral) => own(OwnFlow::bilateral()),
        (_, Perspective::Sectexp) => own(OwnFlow::sector_exporter()),
        (_, Perspective::Sectbil) => own(OwnFlow::sector_bilateral()),
        (_, Perspective::Importer) => ask.write(&model.decompose_some(&Imports, scope)?),
        (_, Perspective::Sectimp) => ask.write(&model.decompose_some(&IndustryImports, scope)?),
    }
}

/// Amounts and shares of the indicators asked for, one after another; all amounts with a partner unless said otherwise.
fn tiva(ask: &Decompose, model: &WorldModel, scope: &Scope) -> Result<(), Stop> {
    let level = ask.level();
    let own = match level {
        Level::Country | Level::Bilateral => OwnLevel::Country,
        Level::Sector | Level::SectorBilateral => OwnLevel::Sector,
    };
    let indicators: Vec<Indicator> = match &ask.indicator {
        Some(codes) => codes
            .iter()
            .map(|code| Indicator::find(code))
            .collect::<Result<_, _>>()?,
        None => TradeAmount::ALL.into_iter().map(Indicator::Trade).collect(),
    };
    let mut out = csv_out::Out::open(ask.out.as_deref())?;
    for indicator in indicators {
        match indicator {
            Indicator::Trade(one) => {
                out.rows(&model.decompose_some(&TivaAmounts::Trade(level, vec![one]), scope)?)?
            }
            Indicator::Absorbed(one) => {
                out.rows(&model.decompose_some(&TivaAmounts::Absorbed(level, vec![one]), scope)?)?
            }
            Indicator::Own(one) => {
                out.rows(&model.decompose_some(&TivaAmounts::Own(own, vec![one]), scope)?)?
            }
            Indicator::TradeShare(one) => {
                out.rows(&model.decompose_some(&TivaShares::Trade(level, vec![one]), scope)?)?
            }
            Indicator::AbsorbedShare(one) => {
                out.rows(&model.decompose_some(&TivaShares::Absorbed(level, vec![one]), scope)?)?
            }
            Indicator::OwnShare(one) => {
                out.rows(&model.decompose_some(&TivaShares::Own(own, vec![one]), scope)?)?
            }
        }
    }
    Ok(out.finish()?)
}

fn extraction(ask: &Decompose, model: &WorldModel) -> Result<(), Stop> {
    let mut cut = Extraction::exports_of(ask.exporter.clone().unwrap_or_default());
    if let Some(sectors) = &ask.sector {
        cut = cut.of_sectors(sectors.clone());
    }
    if let Some(importers) = &ask.importer {
        cut = cut.to(importers.clone());
    }
    let mut scope = Scope::everything();
    if let Some(code) = &ask.extension {
        scope = scope.weights(model.weights(&Measure::extension(code))?);
    }
    ask.write(&model.decompose_some(&cut, &scope)?)
}
