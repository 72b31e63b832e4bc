//! Blink's hash of a header name: [rapidhash](https://github.com/Nicoshev/rapidhash) (version 1) of the UTF-16 of the name
//! in lower case, of which 24 bits are kept.

const SEED: u64 = 0xbdd8_9aa9_8270_4029;
const SECRETS: [u64; 3] = [0x2d35_8dcc_aa6c_78a5, 0x8bb8_4b93_962e_acc9, 0x4b33_a62e_d433_d4a3];

/// What is kept of a hash; 0 stands for "not computed".
const KEPT_BITS: u64 = 0xff_ffff;
const INSTEAD_OF_ZERO: u32 = 0x80_0000;

/// The hash of a name in lower case.
pub(super) fn name_hash(name: &[u8]) -> u32 {
    let utf16: Vec<u8> = name.iter().flat_map(|&byte| [byte, 0]).collect();
    match u32::try_from(rapidhash(&utf16) & KEPT_BITS) {
        Ok(0) | Err(_) => INSTEAD_OF_ZERO,
        Ok(hash) => hash,
    }
}

fn rapidhash(data: &[u8]) -> u64 {
    let length = data.len() as u64;
    let seed = SEED ^ mix(SEED ^ SECRETS[0], SECRETS[1]) ^ length;
    let (a, b, seed) = match data.len() {
        // Blink reads a single UTF-16 unit as it is.
        0..4 => (data.first().map_or(0, |&byte| u64::from(byte)), 0, seed),
        4..=16 => short(data, seed),
        _ => long(data, seed),
    };
    let (low, high) = multiply(a ^ SECRETS[1], b ^ seed);
    mix(low ^ SECRETS[0] ^ length, high ^ SECRETS[1])
}

fn short(data: &[u8], seed: u64) -> (u64, u64, u64) {
    let last = data.len() - 4;
    let delta = (data.len() & 24) >> (data.len() >> 3);
    (read_32(data, 0) << 32 | read_32(data, last), read_32(data, delta) << 32 | read_32(data, last - delta), seed)
}

fn long(data: &[u8], mut seed: u64) -> (u64, u64, u64) {
    let mut place = 0;
    if data.len() > 48 {
        let (mut second, mut third) = (seed, seed);
        loop {
            let read = |offset| read_64(data, place + offset);
            seed = mix(read(0) ^ SECRETS[0], read(8) ^ seed);
            second = mix(read(16) ^ SECRETS[1], read(24) ^ second);
            third = mix(read(32) ^ SECRETS[2], read(40) ^ third);
            place += 48;
            if data.len() - place < 48 {
                break;
            }
        }
        seed ^= second ^ third;
    }
    let left = data.len() - place;
    let read = |offset| read_64(data, place + offset);
    if left > 16 {
        seed = mix(read(0) ^ SECRETS[2], read(8) ^ seed ^ SECRETS[1]);
        if left > 32 {
            seed = mix(read(16) ^ SECRETS[2], read(24) ^ seed);
        }
    }
    (read_64(data, data.len() - 16), read_64(data, data.len() - 8), seed)
}

fn mix(a: u64, b: u64) -> u64 {
    let (low, high) = multiply(a, b);
    low ^ high
}

/// The low and the high half of the product.
fn multiply(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    (product as u64, (product >> 64) as u64)
}

fn read_32(data: &[u8], place: usize) -> u64 {
    little_endian(&data[place..place + 4])
}

fn read_64(data: &[u8], place: usize) -> u64 {
    little_endian(&data[place..place + 8])
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}
