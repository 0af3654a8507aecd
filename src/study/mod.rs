//! Worked studies: from the files of a question to its answer, with every assumption a named parameter.

pub mod china_us;
