//! Memory is asked for before it is taken: a refusal says how much is needed, an allocation that fails ends the process.

use std::fmt;
use std::fs;

/// How much memory an operation may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MemoryLimit {
    /// What the machine has free when it is asked: on Linux the smaller of free memory and what the control group allows; on
    /// other systems, where the standard library has no way to ask, no limit.
    #[default]
    Free,
    /// This many bytes.
    Bytes(usize),
    /// No limit.
    None,
}

/// More memory was needed than there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfMemory {
    /// What it was needed for.
    pub what: String,
    /// Bytes needed.
    pub needed: usize,
    /// Bytes to be had.
    pub available: usize,
}

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // both in the unit of what is needed, so that they can be compared
        let (unit, size) = match self.needed {
            0..=0xfffff => ("KiB", 1_u64 << 10),
            0x10_0000..=0x3fff_ffff => ("MiB", 1 << 20),
            _ => ("GiB", 1 << 30),
        };
        let amount = |bytes: usize| bytes as f64 / size as f64;
        write!(
            f,
            "{} needs {:.2} {unit} of memory, {:.2} {unit} can be had",
            self.what,
            amount(self.needed),
            amount(self.available)
        )
    }
}

impl std::error::Error for OutOfMemory {}

/// Requests below this size are not worth a look at the system's files.
const SMALL: usize = 1 << 24;

impl MemoryLimit {
    pub(crate) fn require(self, what: &str, needed: usize) -> Result<(), OutOfMemory> {
        let available = match self {
            Self::None => return Ok(()),
            Self::Bytes(bytes) => bytes,
            Self::Free if needed < SMALL => return Ok(()),
            Self::Free => match free() {
                Some(bytes) => bytes,
                None => return Ok(()),
            },
        };
        if needed <= available {
            return Ok(());
        }
        Err(OutOfMemory {
            what: what.to_owned(),
            needed,
            available,
        })
    }
}

/// Bytes that can be taken without swapping, where the system tells.
fn free() -> Option<usize> {
    let machine = fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| available_in(&text));
    let group = control_group(
        "/sys/fs/cgroup/memory.max",
        "/sys/fs/cgroup/memory.current",
        "/sys/fs/cgroup/memory.stat",
    );
    match (machine, group) {
        (Some(machine), Some(group)) => Some(machine.min(group)),
        (machine, group) => machine.or(group),
    }
}

/// The line `MemAvailable:  123 kB`.
fn available_in(meminfo: &str) -> Option<usize> {
    let line = meminfo
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kib: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

/// What the control group has left: its limit less what is used, where file caches count as free.
fn control_group(max: &str, current: &str, stat: &str) -> Option<usize> {
    let number = |file: &str| -> Option<usize> {
        fs::read_to_string(file).ok()?.trim().parse().ok() // `max` means no limit and is no number
    };
    let used = number(current)?;
    let cached = fs::read_to_string(stat)
        .ok()
        .and_then(|text| {
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix("inactive_file "))?;
            line.trim().parse().ok()
        })
        .unwrap_or(0);
    Some(number(max)?.saturating_sub(used.saturating_sub(cached)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_memory_is_read_from_the_systems_report() {
        let report = "MemTotal:       24000000 kB\nMemFree: 1 kB\nMemAvailable:   23000000 kB\n";
        assert_eq!(available_in(report), Some(23_000_000 * 1024));
        assert_eq!(available_in("MemTotal: 1 kB\n"), None);
        assert_eq!(available_in("MemAvailable: much\n"), None);
    }

    #[test]
    fn a_refusal_says_how_much_is_needed() {
        let refusal = MemoryLimit::Bytes(1 << 30)
            .require("the inverse of 19680 producers", 3 << 30)
            .unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "the inverse of 19680 producers needs 3.00 GiB of memory, 1.00 GiB can be had"
        );
        assert!(MemoryLimit::Bytes(7).require("x", 7).is_ok());
        assert!(MemoryLimit::None.require("x", usize::MAX).is_ok());
        assert!(MemoryLimit::Free.require("x", usize::MAX).is_err() || free().is_none());
    }
}
