//! What the first word of an object says.

/// The first word of every object.
#[derive(Clone, Copy)]
pub(super) struct Flags(pub(super) u32);

/// Kinds of objects, as R numbers them.
pub(super) mod kind {
    pub(in crate::read::rdata) const NIL: u8 = 0;
    pub(in crate::read::rdata) const SYMBOL: u8 = 1;
    pub(in crate::read::rdata) const PAIRS: u8 = 2;
    pub(in crate::read::rdata) const FUNCTION: u8 = 3;
    pub(in crate::read::rdata) const ENVIRONMENT: u8 = 4;
    pub(in crate::read::rdata) const PROMISE: u8 = 5;
    pub(in crate::read::rdata) const CALL: u8 = 6;
    pub(in crate::read::rdata) const SPECIAL: u8 = 7;
    pub(in crate::read::rdata) const BUILT_IN: u8 = 8;
    pub(in crate::read::rdata) const TEXT: u8 = 9;
    pub(in crate::read::rdata) const LOGICALS: u8 = 10;
    pub(in crate::read::rdata) const INTEGERS: u8 = 13;
    pub(in crate::read::rdata) const REALS: u8 = 14;
    pub(in crate::read::rdata) const COMPLEX: u8 = 15;
    pub(in crate::read::rdata) const TEXTS: u8 = 16;
    pub(in crate::read::rdata) const DOTS: u8 = 17;
    pub(in crate::read::rdata) const LIST: u8 = 19;
    pub(in crate::read::rdata) const EXPRESSIONS: u8 = 20;
    pub(in crate::read::rdata) const BYTE_CODE: u8 = 21;
    pub(in crate::read::rdata) const POINTER: u8 = 22;
    pub(in crate::read::rdata) const WEAK: u8 = 23;
    pub(in crate::read::rdata) const RAW: u8 = 24;
    pub(in crate::read::rdata) const FORMAL: u8 = 25;
    pub(in crate::read::rdata) const DEFERRED: u8 = 238;
    pub(in crate::read::rdata) const PERSISTENT: u8 = 247;
    pub(in crate::read::rdata) const PACKAGE: u8 = 248;
    pub(in crate::read::rdata) const NAMESPACE: u8 = 249;
    /// An environment of R itself, a missing argument, an unbound value.
    pub(in crate::read::rdata) const SINGLE: [u8; 6] = [241, 242, 250, 251, 252, 253];
    pub(in crate::read::rdata) const NULL: u8 = 254;
    pub(in crate::read::rdata) const REFERENCE: u8 = 255;
}

impl Flags {
    pub(super) fn kind(self) -> u8 {
        self.0.to_be_bytes()[3]
    }

    pub(super) fn has_attributes(self) -> bool {
        self.0 & (1 << 9) != 0
    }

    pub(super) fn has_tag(self) -> bool {
        self.0 & (1 << 10) != 0
    }
}
