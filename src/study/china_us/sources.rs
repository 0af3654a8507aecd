//! The files of the study.

use std::path::Path;

use super::china::China;
use super::usa::Usa;
use crate::build::StartingShares;
use crate::error::{Error, Result};
use crate::label::{Axis, Sector};
use crate::parameter::ParameterSet;
use crate::read;
use crate::table::{NationalTable, Tolerance};
use crate::unit::{PriceBasis, Scale, Unit};

pub(super) const CHINA: &str = "CHN";
pub(super) const USA: &str = "USA";

/// Sums of the published tables miss output by up to 7 mn USD, because their cells are rounded to whole millions.
const ROUNDING: Tolerance = Tolerance::absolute(10.0);

/// Everything the study reads: both tables, both export vectors, starting shares by sector, and the parameters.
#[derive(Debug, Clone)]
pub struct Sources {
    pub(super) china: China,
    pub(super) usa: Usa,
    parameters: ParameterSet,
}

impl Sources {
    /// Reads the folder `data/china-us-2012`.
    ///
    /// # Errors
    /// If a file is missing or faulty, or a table fails its checks.
    pub fn read(folder: impl AsRef<Path>) -> Result<Self> {
        let folder = folder.as_ref();
        let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
        let table = |file: &str, country: &str| {
            let path = folder.join(file);
            read::national_csv(&path, country, unit.clone())?
                .tolerance(ROUNDING)
                .check()
                .map_err(|error| error.in_file(&path))
        };
        let china = table("china_2012_table.csv", CHINA)?;
        let usa = table("usa_2012_table.csv", USA)?;
        let bilateral = folder.join("bilateral_exports_2012.csv");
        let priors = folder.join("sector_priors.csv");
        let prior = |column: &str, sectors: &Axis<Sector>| {
            read::by_sector(&priors, "wiod56", column, sectors)
        };
        let sectors = china.producers().only_block()?.sectors().clone();
        let usa_sectors = usa.producers().only_block()?.sectors().clone();
        let usa_starting = prior("us_foreign_share_prior", &usa_sectors)?
            .into_iter()
            .zip(usa_sectors.codes())
            .map(|(share, sector)| {
                share.ok_or_else(|| {
                    Error::control_total(format!(
                        "no starting share `us_foreign_share_prior` for `{sector}`"
                    ))
                    .in_file(&priors)
                })
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            china: China {
                exports: read::exports_csv(&bilateral, china.producers(), USA, &unit)?,
                starting: StartingShares {
                    processing: prior("processing_share_prior", &sectors)?,
                    foreign_processing: prior("fie_share_in_processing_prior", &sectors)?,
                    foreign_normal: prior("fie_share_normal_output_prior", &sectors)?,
                },
                table: china,
            },
            usa: Usa {
                exports: read::exports_csv(&bilateral, usa.producers(), CHINA, &unit)?,
                starting: usa_starting,
                table: usa,
            },
            parameters: read::parameters_csv(folder.join("parameters.csv"))?,
        })
    }

    /// China's table as published, 56 industries.
    #[must_use]
    pub fn china(&self) -> &NationalTable {
        &self.china.table
    }

    /// The American table as published, 56 industries.
    #[must_use]
    pub fn usa(&self) -> &NationalTable {
        &self.usa.table
    }

    /// The parameters with ranges and grades.
    #[must_use]
    pub fn parameters(&self) -> &ParameterSet {
        &self.parameters
    }
}
