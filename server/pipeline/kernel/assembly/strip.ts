/**
 * The inner loop of the stripper, in AssemblyScript
 * (https://www.assemblyscript.org), with 128-bit SIMD.
 *
 * `run` reads text as `strip.ts` and `line.ts` do, as long as it is simple, and
 * stops before the first byte that is not: those know everything, this knows
 * what output is full of. It keeps nothing between two calls but the registers,
 * and nothing begun: an escape sequence that goes on in the next chunk is left
 * to the others.
 *
 * A block of 64 bytes becomes bit masks, one bit a byte: which are control
 * characters, which begin a colour, which end one. What is to be dropped is
 * found by arithmetic on the masks (carries run through the parameters of a
 * sequence as they do in simdjson's strings), and what is kept is moved
 * together eight bytes at a time.
 */

/** Bytes read at a time, and written at most. */
const SLICE: usize = 64 * 1024;
const OUTPUT_SIZE: usize = 256 * 1024;
const PAD: usize = 128;

/** As in line.ts and cells.ts. */
const MAX_LINE: usize = 16384;
const MAX_GAP: i32 = 256;
const MAX_COLUMNS: usize = 4096;

/** Most texts that are read without blocks because blocks did not pay. */
const MAX_WAITS: u32 = 64;

const REGISTERS: usize = memory.data(32, 16);
/** What is read, with room before it for the line that it goes on with. */
const INPUT: usize = memory.data(16384 + 65536 + 128, 16) + 16384;
const OUTPUT: usize = memory.data(262144 + 128, 16);
/** Each byte sixteen times. Loading them is faster than making them anew. */
const BYTES: usize = memory.data(4096, 16);
/** For each set of eight bits, the places of those that are set. */
const PLACES: usize = memory.data(2048, 16);
/** The same for the second eight of sixteen. */
const PLACES_BEHIND: usize = memory.data(2048, 16);
/** For each count of bytes that are kept of the first eight, how the second eight come behind them. */
const JOINS: usize = memory.data(144, 16);

// The line, as addresses; see line.ts.
let start: usize = OUTPUT;
let over: usize = OUTPUT;
let end: usize = OUTPUT;
let gap: i32 = 0;
let wide: u32 = 0;
let underColumns: i32 = 0;
let filled: usize = OUTPUT;
let behindFilled: usize = OUTPUT;

/** Whether the last block ended before something that is not simple. */
let stopped: bool = false;

/** Where the input ends. */
let inputEnd: usize = INPUT;
/** Whether sequences do nothing to the line. */
let takeOut: bool = false;
/** Whether sequences that move to another row are left to the others. */
let stopAtMoves: bool = false;

makeBytes();
makePlaces();

export function registers(): usize {
  return REGISTERS;
}

export function input(): usize {
  return INPUT;
}

export function output(): usize {
  return OUTPUT;
}

/**
 * Reads the input from byte `from` to byte `to`. Returns the byte that it
 * cannot read, or `to`. For `how` see kernel.ts.
 */
export function run(from: u32, to: u32, how: u32): u32 {
  loadRegisters();
  takeOut = (how & 1) !== 0;
  stopAtMoves = (how & 2) !== 0;
  inputEnd = INPUT + to;
  const at = read(INPUT + from);
  storeRegisters();
  return <u32>(at - INPUT);
}

function loadRegisters(): void {
  start = OUTPUT + load<u32>(REGISTERS);
  over = OUTPUT + load<u32>(REGISTERS, 4);
  end = OUTPUT + load<u32>(REGISTERS, 8);
  gap = load<i32>(REGISTERS, 12);
  wide = load<u32>(REGISTERS, 16);
  underColumns = load<i32>(REGISTERS, 20);
  filled = OUTPUT + load<u32>(REGISTERS, 24);
  behindFilled = OUTPUT + load<u32>(REGISTERS, 28);
}

function storeRegisters(): void {
  store<u32>(REGISTERS, <u32>(start - OUTPUT));
  store<u32>(REGISTERS, <u32>(over - OUTPUT), 4);
  store<u32>(REGISTERS, <u32>(end - OUTPUT), 8);
  store<i32>(REGISTERS, gap, 12);
  store<u32>(REGISTERS, wide, 16);
  store<i32>(REGISTERS, underColumns, 20);
  store<u32>(REGISTERS, <u32>(filled - OUTPUT), 24);
  store<u32>(REGISTERS, <u32>(behindFilled - OUTPUT), 28);
}

function makeBytes(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    memory.fill(BYTES + 16 * byte, <u8>byte, 16);
  }
}

function makePlaces(): void {
  for (let set: u32 = 0; set < 256; set++) {
    let count: u32 = 0;
    for (let bit: u32 = 0; bit < 8; bit++) {
      if (((set >> bit) & 1) === 0) continue;
      store<u8>(PLACES + set * 8 + count, <u8>bit);
      store<u8>(PLACES_BEHIND + set * 8 + count, <u8>(bit + 8));
      count++;
    }
  }
  for (let kept: u32 = 0; kept <= 8; kept++) {
    for (let place: u32 = 0; place < 16; place++) {
      const source = place < kept ? place : min(place + 8 - kept, 15);
      store<u8>(JOINS + kept * 16 + place, <u8>source);
    }
  }
}

function read(from: usize): usize {
  let at = from;
  /** Texts and sequences that are read without blocks, now and after the next block that does not pay. */
  let waits: u32 = 0;
  let patience: u32 = 1;
  while (at < inputEnd) {
    if (end > OUTPUT + OUTPUT_SIZE - 1024) return at;
    const byte: u32 = load<u8>(at);
    if (byte < 0x20 && byte !== 0x1b) {
      const behind = control(at, byte);
      if (behind === at) return at;
      at = behind;
      continue;
    }
    if (waits > 0) waits--;
    else if (gap === 0 && over === start) {
      const began = at;
      at = blocks(at);
      if (at >= inputEnd) return at;
      if (at - began >= 128) patience = 1;
      else {
        patience = min(patience * 2, MAX_WAITS);
        waits = patience;
      }
      if (at > began) continue;
    }
    if (byte !== 0x1b) {
      if (underColumns < 0) return at;
      if (gap < 0 && !closeGap(byte)) return at;
    }
    const behind = byte === 0x1b
      ? escape(at)
      : end - over > MAX_LINE - 32 - <usize>MAX_GAP || !begins(at, byte)
      ? at
      : text(at);
    if (behind === at) return at;
    at = behind;
  }
  return at;
}

/** Whether `byte` is text. */
// @ts-ignore: a decorator
@inline
function begins(at: usize, byte: u32): bool {
  return byte !== 0x7f && (byte !== 0xc2 || isText(at));
}

/** A vector of nothing but `byte`. */
// @ts-ignore: a decorator
@inline
function every(byte: usize): v128 {
  return v128.load(BYTES + 16 * byte);
}

// Marks

/**
 * Whether the input up to `to` may have a bell in it, or ESC that begins a
 * string or is the last byte. ST counts as a string.
 */
export function mayMark(to: u32): bool {
  const stop = INPUT + to;
  // What is behind the end is of another time.
  for (let at = stop; at < stop + 64; at += 16) v128.store(at, every(0));
  for (let at = INPUT; at < stop; at += 64) {
    const found = v128.or(
      v128.or(marksAt(at), marksAt(at + 16)),
      v128.or(marksAt(at + 32), marksAt(at + 48)),
    );
    if (v128.any_true(found)) return true;
  }
  return load<u8>(stop - 1) == 0x1b;
}

/** Sets bells, and each ESC that begins a string or ends one. */
// @ts-ignore: a decorator
@inline
function marksAt(at: usize): v128 {
  const bytes = v128.load(at);
  const next = v128.load(at, 1);
  const strings = v128.or(
    // ESC \, ESC ], ESC ^, ESC _
    i8x16.eq(v128.and(next, every(0xfc)), every(0x5c)),
    // ESC P, ESC X
    i8x16.eq(v128.and(next, every(0xf7)), every(0x50)),
  );
  const escapes = i8x16.eq(bytes, every(0x1b));
  return v128.or(
    i8x16.eq(bytes, every(0x07)),
    v128.and(escapes, strings),
  );
}

// Text

/** Whether the input up to `to` is nothing but printable ASCII, tabs and newlines. */
export function isPlain(to: u32): bool {
  const stop = INPUT + to;
  let at = INPUT;
  while (at + 64 <= stop) {
    const odd = v128.or(
      v128.or(unlikely(at), unlikely(at + 16)),
      v128.or(unlikely(at + 32), unlikely(at + 48)),
    );
    if (v128.any_true(odd) && !arePlain(at, at + 64)) return false;
    at += 64;
  }
  return arePlain(at, stop);
}

/** Sets the bytes that are neither printable ASCII nor newlines. */
// @ts-ignore: a decorator
@inline
function unlikely(at: usize): v128 {
  const bytes = v128.load(at);
  // Signed, and one up: control characters, DEL, and what is not ASCII.
  const odd = i8x16.lt_s(i8x16.add(bytes, every(1)), every(0x21));
  return v128.xor(odd, i8x16.eq(bytes, every(0x0a)));
}

function arePlain(from: usize, to: usize): bool {
  for (let at = from; at < to; at++) {
    const byte: u32 = load<u8>(at);
    if ((byte < 0x20 && byte !== 9 && byte !== 10) || byte > 0x7e) return false;
  }
  return true;
}

/** Copies text up to a control character. Returns where it stops. */
function text(from: usize): usize {
  if (gap > 0) fillGap();
  let at = from;
  let high: u32 = 0;
  const limit = over + (MAX_LINE - 32);
  while (end <= limit) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    v128.store(end, a);
    v128.store(end, b, 16);
    const highs = halves(a, b);
    // Signed, and one up: control characters, DEL, and what is not ASCII.
    let stops = halves(
      i8x16.lt_s(i8x16.add(a, every(1)), every(0x21)),
      i8x16.lt_s(i8x16.add(b, every(1)), every(0x21)),
    );
    if (highs) {
      const leads = halves(
        i8x16.eq(a, every(0xc2)),
        i8x16.eq(b, every(0xc2)),
      );
      stops = (stops & ~highs) | leads;
    }
    const left = inputEnd - at;
    let count: usize = stops ? <usize>ctz(stops) : 32;
    if (count > left) count = left;
    high |= count < 32 ? highs & ((1 << <u32>count) - 1) : highs;
    at += count;
    end += count;
    if (count === 32 && left > 32) continue;
    if (at >= inputEnd || load<u8>(at) !== 0xc2 || !isText(at)) break;
    // 0xc2, and a byte behind it that is no control character with it.
    store<u8>(end++, 0xc2);
    high = 1;
    at++;
  }
  if (high) wide = 1;
  return at;
}

// @ts-ignore: a decorator
@inline
function halves(a: v128, b: v128): u32 {
  return <u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16);
}

/** Whether 0xc2 at this place is text. */
function isText(at: usize): bool {
  return at + 1 < inputEnd && (load<u8>(at, 1) & 0xe0) !== 0x80;
}

function fillGap(): void {
  filled = end;
  memory.fill(end, 0x20, gap);
  end += gap;
  gap = 0;
  behindFilled = end;
}

/** The character before the end is replaced by `byte`. False when only cells can do that. */
function closeGap(byte: u32): bool {
  if (byte < 0x20 || byte > 0x7e) return false;
  end -= 1;
  gap = 0;
  return true;
}

// @ts-ignore: a decorator
@inline
function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64> <u32>i8x16.bitmask(a) |
    (<u64> <u32>i8x16.bitmask(b) << 16) |
    (<u64> <u32>i8x16.bitmask(c) << 32) |
    (<u64> <u32>i8x16.bitmask(d) << 48);
}

// Blocks

/**
 * Reads blocks of 64 bytes of text, newlines and colours onto a line that only
 * grows, up to something that they cannot read; then it has `stopped`.
 *
 * A sequence may go on in the next block, so that the next address is known
 * early; when it turns out to be something else there, reading stops at its
 * beginning. There are few branches, as their outcome would be as hard to
 * foresee as the text.
 */
function blocks(from: usize): usize {
  let at = from;
  // The line, in variables of this function: they are faster.
  let to = end;
  let line = start;
  let isWide = wide;
  // 1 when the last byte of the block before is an escape character.
  let introduced: u64 = 0;
  // 1 when the parameters of a sequence go on at the beginning of the block.
  let begun: u64 = 0;
  stopped = false;
  while (
    at + 64 <= inputEnd && to - line <= MAX_LINE - 64 &&
    to <= OUTPUT + OUTPUT_SIZE - 1024
  ) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    // Signed, and one up: control characters, DEL, and what is not ASCII.
    const one = every(1);
    const bound = every(0x21);
    const odd = bits(
      i8x16.lt_s(i8x16.add(a, one), bound),
      i8x16.lt_s(i8x16.add(b, one), bound),
      i8x16.lt_s(i8x16.add(c, one), bound),
      i8x16.lt_s(i8x16.add(d, one), bound),
    );
    let controls = odd;
    let high: u64 = 0;
    if (i8x16.bitmask(v128.or(v128.or(a, b), v128.or(c, d)))) {
      high = bits(a, b, c, d);
      controls = (odd & ~high) | equal(a, b, c, d, every(0xc2));
    }
    const newlines = equal(a, b, c, d, every(0x0a));
    if (((controls ^ newlines) | begun | introduced) === 0) {
      v128.store(to, a);
      v128.store(to, b, 16);
      v128.store(to, c, 32);
      v128.store(to, d, 48);
      const ended = upToLast(newlines);
      line = select(to + <usize>popcnt(ended), line, newlines !== 0);
      isWide = wideBehind(high, ended, isWide);
      to += 64;
      at += 64;
      continue;
    }
    const escapes = equal(a, b, c, d, every(0x1b));
    const brackets = equal(a, b, c, d, every(0x5b));
    const finals = equal(a, b, c, d, every(0x6d));
    // Also intermediate bytes: nothing that has some and ends in m means anything.
    const upper = every(0x40);
    const parameters = ~odd & bits(
      i8x16.lt_s(a, upper),
      i8x16.lt_s(b, upper),
      i8x16.lt_s(c, upper),
      i8x16.lt_s(d, upper),
    );
    const starts = escapes & (brackets >> 1);
    // A bit at the first place of each sequence's parameters runs through them.
    const first = (starts << 2) | begun | (introduced << 1);
    const sum = parameters + (first & parameters);
    const lasts = (sum & ~parameters) | (first & ~parameters);
    let drop = starts | (starts << 1) | introduced | (parameters & ~sum) | lasts;
    let bad = escapes & ~starts & ~TOP;
    // Behind a sequence, nothing continues the character before it.
    const unsealed = high || isWide ? lasts & continuing(a, b, c, d, at) : 0;
    let strange = (lasts & ~finals) | (introduced & ~brackets) | unsealed;
    const others = controls & ~(newlines | escapes);
    if (others) {
      const followed = (newlines >> 1) | select(TOP, <u64>0, peek(at) === 0x0a);
      const returns = equal(a, b, c, d, every(0x0d)) & followed;
      drop |= returns;
      const tabs = equal(a, b, c, d, every(9));
      bad |= others & ~(returns | tabs | (high & ~c1Leads(a, b, c, d, at)));
    }
    // What the next block has to know.
    const last = escapes & TOP;
    drop |= last;
    introduced = last >> 63;
    begun = (starts >> 62) | (sum < parameters ? 1 : 0);
    if (strange) {
      // At the end of a line there is nothing to erase.
      const erase = equal(a, b, c, d, every(0x4b)) & (starts << 2);
      strange &= ~(erase & ~unsealed);
    }
    if (strange | bad) {
      end = to;
      start = line;
      wide = isWide;
      return stop(at, starts, strange, bad, drop, newlines, high);
    }
    const ended = upToLast(newlines);
    line = select(to + <usize>popcnt(ended & ~drop), line, newlines !== 0);
    isWide = wideBehind(high, ended, isWide);
    to = move(to, at, ~drop);
    at += 64;
  }
  end = to;
  start = line;
  over = line;
  wide = isWide;
  return introduced | begun ? backToEscape(at) : at;
}

/** All places up to the last of `newlines`. */
// @ts-ignore: a decorator
@inline
function upToLast(newlines: u64): u64 {
  return select(~(<u64>0) >> clz(newlines), <u64>0, newlines !== 0);
}

/** Whether there is something that is not ASCII behind the last newline, or was before. */
// @ts-ignore: a decorator
@inline
function wideBehind(high: u64, ended: u64, before: u32): u32 {
  const now: u32 = (high & ~ended) !== 0 ? 1 : 0;
  return now | select(<u32>0, before, ended !== 0);
}

// @ts-ignore: a decorator
@inline
function equal(a: v128, b: v128, c: v128, d: v128, byte: v128): u64 {
  return bits(
    i8x16.eq(a, byte),
    i8x16.eq(b, byte),
    i8x16.eq(c, byte),
    i8x16.eq(d, byte),
  );
}

/** Those whose bits in `mask` are `byte`. */
// @ts-ignore: a decorator
@inline
function like(
  a: v128,
  b: v128,
  c: v128,
  d: v128,
  mask: usize,
  byte: usize,
): u64 {
  const m = every(mask);
  return equal(
    v128.and(a, m),
    v128.and(b, m),
    v128.and(c, m),
    v128.and(d, m),
    every(byte),
  );
}

/** The last bit of a block. */
const TOP: u64 = 1 << 63;

/** The byte behind a block, or one that means nothing. */
// @ts-ignore: a decorator
@inline
function peek(at: usize): u32 {
  return at + 64 < inputEnd ? <u32>load<u8>(at, 64) : 0x85;
}

/** Places behind which is a byte that continues a character. */
function continuing(a: v128, b: v128, c: v128, d: v128, at: usize): u64 {
  const inside = like(a, b, c, d, 0xc0, 0x80) >> 1;
  return (peek(at) & 0xc0) === 0x80 ? inside | TOP : inside;
}

/** Places of 0xc2 behind which is 0x80 to 0x9f: together a control character. */
function c1Leads(a: v128, b: v128, c: v128, d: v128, at: usize): u64 {
  const inside = like(a, b, c, d, 0xe0, 0x80) >> 1;
  return (peek(at) & 0xe0) === 0x80 ? inside | TOP : inside;
}

/**
 * Ends a block before what it cannot read: a sequence that ends at the first
 * of the `strange` places, or what is at the first of the `bad` ones.
 */
function stop(
  at: usize,
  starts: u64,
  strange: u64,
  bad: u64,
  drop: u64,
  newlines: u64,
  high: u64,
): usize {
  stopped = true;
  over = start;
  let limit: u64 = bad ? ctz(bad) : 64;
  if (strange) {
    const before = starts & ((<u64>1 << ctz(strange)) - 1);
    // It began in a block before.
    if (before === 0) return backToEscape(at);
    limit = min(limit, 63 - clz(before));
  }
  if (limit === 0) return at;
  const taken = ~(<u64>0) >> (64 - limit);
  const ended = upToLast(newlines & taken);
  if (ended) start = end + <usize>popcnt(ended & ~drop);
  over = start;
  wide = wideBehind(high & taken, ended, wide);
  end = move(end, at, ~drop & taken);
  return at + <usize>limit;
}

/** The last escape character before `at`. */
function backToEscape(at: usize): usize {
  let place = at - 1;
  while (load<u8>(place) !== 0x1b) place--;
  return place;
}

/** Moves what is kept of a block together. */
// @ts-ignore: a decorator
@inline
function move(end: usize, at: usize, keep: u64): usize {
  let to = end;
  to = moveSixteen(to, at, <u32>keep & 0xffff);
  to = moveSixteen(to, at + 16, <u32>(keep >> 16) & 0xffff);
  to = moveSixteen(to, at + 32, <u32>(keep >> 32) & 0xffff);
  return moveSixteen(to, at + 48, <u32>(keep >> 48));
}

/**
 * Moves those of sixteen bytes together whose bits are set: within each half
 * first, then the second half to the first.
 */
// @ts-ignore: a decorator
@inline
function moveSixteen(to: usize, from: usize, keep: u32): usize {
  const first = keep & 255;
  const places = v128.load_lane<u64>(
    PLACES_BEHIND + ((keep >> 8) << 3),
    v128.load_zero<u64>(PLACES + (first << 3)),
    1,
  );
  const halves = i8x16.relaxed_swizzle(v128.load(from), places);
  const joined = v128.load(JOINS + (popcnt(first) << 4));
  v128.store(to, i8x16.relaxed_swizzle(halves, joined));
  return to + popcnt(keep);
}

// Controls

/** Reads one control character. Returns `at` for one that is not simple. */
function control(at: usize, byte: u32): usize {
  switch (byte) {
    case 0x0a:
    case 0x0b:
    case 0x0c:
      return newline() ? at + 1 : at;
    case 0x0d:
      return carriageReturn(at);
    case 0x08:
      return backspace(at);
    case 0x09: // Over other text it moves.
      if (over > start || gap < 0 || end - over >= MAX_LINE - <usize>MAX_GAP) return at;
      if (gap > 0) fillGap();
      store<u8>(end++, 9);
      return at + 1;
  }
  return sealed(at + 1) ? at + 1 : at;
}

function carriageReturn(at: usize): usize {
  if (!sealed(at + 1)) return at;
  if (!takeOut && end - start <= MAX_COLUMNS && erases(at + 1)) {
    eraseAll();
    return at + 1;
  }
  if (at + 1 < inputEnd && load<u8>(at, 1) === 0x0a && over === start) {
    gap = 0;
    return at + 1;
  }
  return home() ? at + 1 : at;
}

/** Whether a sequence follows that erases the line from its first column on. */
function erases(at: usize): bool {
  if (at + 4 > inputEnd || load<u16>(at) !== 0x5b1b) return false;
  const byte: u32 = load<u8>(at, 2);
  if (byte === 0x32) return load<u8>(at, 3) === 0x4b;
  // What stands before the first column is only erased by the one above.
  if (isMark(start) || isMark(over)) return false;
  if (byte === 0x30) return load<u8>(at, 3) === 0x4b;
  return byte === 0x4b || byte === 0x4a;
}

/** Whether the line may have a character without a width at this place. */
function isMark(at: usize): bool {
  if (at >= end) return false;
  const byte: u32 = load<u8>(at);
  if (byte < 0xcc) return false;
  const second: u32 = load<u8>(at, 1);
  return byte !== 0xe2 || second < 0x86 || second > 0xa3;
}

function eraseAll(): void {
  gap = 0;
  end = start;
  over = start;
  wide = 0;
  underColumns = 0;
  forgetFilled();
}

/**
 * Whether dropping what is before `behind` cannot join two halves of a
 * character that the input has apart.
 */
function sealed(behind: usize): bool {
  if (!wide || end === over || load<u8>(end - 1) < 0x80) return true;
  return behind < inputEnd && (load<u8>(behind) & 0xc0) !== 0x80;
}

function newline(): bool {
  if (over > start && end > over && !merge()) return false;
  store<u8>(end++, 0x0a);
  begin();
  return true;
}

function begin(): void {
  start = end;
  over = end;
  gap = 0;
  wide = 0;
  underColumns = 0;
  filled = end;
  behindFilled = end;
}

/** Ends the line unless it is empty. */
function leave(): bool {
  if (end > start) return newline();
  begin();
  return true;
}

/** Back to the first column: what comes is written over what there is. */
function home(): bool {
  if (end === over) {
    gap = 0;
    return true;
  }
  const columns = columnsOf(over, end);
  if (columns < 0 && over > start) return false;
  if (columns >= underColumns) dropUnder();
  else if (columns >= 0) {
    if (!mergeAscii(columns)) return false;
    over = end;
    gap = 0;
    wide = 0;
    return true;
  }
  over = end;
  underColumns = columns;
  gap = 0;
  wide = 0;
  return true;
}

/** Makes one text of the line and what it is written over. */
function merge(): bool {
  const columns = columnsOf(over, end);
  if (columns < 0) return false;
  if (columns < underColumns) return mergeAscii(columns);
  dropUnder();
  return true;
}

function dropUnder(): void {
  if (over === start) return;
  memory.copy(start, over, end - over);
  end -= over - start;
  over = start;
  underColumns = 0;
  forgetFilled();
}

function forgetFilled(): void {
  filled = start;
  behindFilled = start;
}

function mergeAscii(columns: i32): bool {
  if (underColumns !== <i32>(over - start) || columns !== <i32>(end - over)) {
    return false;
  }
  memory.copy(start, over, end - over);
  end = over;
  return true;
}

/** Back by one, in a gap or onto a last character that is ASCII. */
function backspace(at: usize): usize {
  if (gap === 0) {
    if (end === over || end - start > MAX_COLUMNS) return at;
    const last: u32 = load<u8>(end - 1);
    if (last < 0x20 || last > 0x7e) return at;
  } else if (gap < 0 || !sealed(at + 1)) return at;
  gap--;
  return at + 1;
}

function escape(at: usize): usize {
  if (at + 1 >= inputEnd) return at;
  const byte: u32 = load<u8>(at, 1);
  if (byte === 0x5b) return csi(at);
  switch (byte) {
    case 0x5d: // ]
      return string(at, true);
    case 0x50: // P
    case 0x58: // X
    case 0x5e: // ^
    case 0x5f: // _
      return string(at, false);
    case 0x44: // D
    case 0x45: // E
    case 0x4d: // M
      return at;
    case 0x37: // 7
    case 0x38: // 8
    case 0x63: // c
      if (stopAtMoves) return at;
  }
  if (byte < 0x20 || byte > 0x7e) return at;
  if (byte >= 0x30) return sealed(at + 2) ? at + 2 : at;
  if (at + 2 >= inputEnd) return at;
  const final: u32 = load<u8>(at, 2);
  if (final < 0x30 || final > 0x7e) return at;
  return sealed(at + 3) ? at + 3 : at;
}

/** Passes over OSC, DCS, SOS, PM and APC. */
function string(at: usize, bell: bool): usize {
  let place = at + 2;
  while (place < inputEnd) {
    const bytes = v128.load(place);
    const mask: u32 = i8x16.bitmask(v128.or(
      i8x16.lt_u(bytes, every(0x20)),
      i8x16.eq(bytes, every(0xc2)),
    ));
    if (mask === 0) {
      place += 16;
      continue;
    }
    place += ctz(mask);
    if (place >= inputEnd) return at;
    const byte: u32 = load<u8>(place);
    if (byte === 0x07 && bell) return sealed(place + 1) ? place + 1 : at;
    if (byte === 0x1b) {
      if (place + 1 >= inputEnd || load<u8>(place, 1) !== 0x5c) return at;
      return sealed(place + 2) ? place + 2 : at;
    }
    if (byte === 0x18 || byte === 0x1a || byte === 0xc2) return at;
    place++;
  }
  return at;
}

/** Reads a control sequence. */
function csi(at: usize): usize {
  const from = at + 2;
  const bytes = v128.load(from);
  const parameters: u32 = i8x16.bitmask(i8x16.eq(
    v128.and(bytes, every(0xf0)),
    every(0x30),
  ));
  // A longer one is rare.
  const length = <usize>ctz(~parameters);
  const final: u32 = load<u8>(from + length);
  const behind = from + length + 1;
  if (length > 15 || behind > inputEnd || final < 0x40 || final > 0x7e) {
    return at;
  }
  if (!sealed(behind)) return at;
  if (final === 0x6d || takeOut) return behind;
  // 0x3c to 0x3f, which may only come first.
  const marks = i8x16.bitmask(
    i8x16.eq(v128.and(bytes, every(0xfc)), every(0x3c)),
  ) & ((1 << <u32>length) - 1);
  if (marks > 1) return at;
  if (marks) return isScreenSwitch(from + 1, final) ? at : behind;
  if ((LEAVES >> (final - 0x40)) & 1) {
    return !stopAtMoves && leave() ? behind : at;
  }
  let parameter: usize = 0;
  for (let place = from; place < from + length; place++) {
    const byte: u32 = load<u8>(place);
    if (byte >= 0x3a) break;
    if (parameter < 100000) parameter = parameter * 10 + byte - 0x30;
  }
  return edit(final, parameter, behind) ? behind : at;
}

/** The sequences that go to another row, by their final characters from `@` on: A B E F H d e f k. */
const LEAVES: u64 = (1 << 1) | (1 << 2) | (1 << 5) | (1 << 6) | (1 << 8) |
  (1 << 36) | (1 << 37) | (1 << 38) | (1 << 43);

/** Whether a private sequence switches to the alternate screen or back. */
function isScreenSwitch(from: usize, final: u32): bool {
  if (final !== 0x68 && final !== 0x6c) return false; // h, l
  let parameter: u32 = 0;
  for (let place = from; place < from + 15; place++) {
    const byte: u32 = load<u8>(place);
    if (byte < 0x30 || byte > 0x39) break;
    parameter = parameter * 10 + byte - 0x30;
  }
  return parameter === 47 || parameter === 1047 || parameter === 1049;
}

/** Does what a control sequence does to the line. False when it is not simple. */
function edit(final: u32, parameter: usize, behind: usize): bool {
  switch (final) {
    case 0x4b: // K
      return eraseInLine(parameter, behind);
    case 0x4a: // J
      if (parameter === 0) return eraseInLine(0, behind);
      return parameter > 3 || !stopAtMoves && leave();
    case 0x47: // G
    case 0x60: // `
      return parameter <= 1 && home();
    case 0x43: // C
    case 0x61: // a
      return moveRight(parameter > 0 ? parameter : 1);
    case 0x44: // D
    case 0x6a: // j
      if (gap < <i32>max(parameter, 1)) return false;
      gap -= <i32>max(parameter, 1);
      return true;
    case 0x40: // @
    case 0x50: // P
    case 0x58: // X
    case 0x62: // b
      return false;
    case 0x4c: // L
    case 0x4d: // M
    case 0x53: // S
    case 0x54: // T
    case 0x72: // r
    case 0x73: // s
    case 0x75: // u
      return !stopAtMoves;
  }
  return true;
}

function eraseInLine(how: usize, behind: usize): bool {
  if (how === 0) {
    if (underColumns < 0) return false;
    if (gap < 0) {
      end -= 1;
      gap = 0;
    }
    dropUnder();
    return true;
  }
  if (how !== 2) return how > 2;
  let columns: i32 = 0;
  if (end - start > MAX_COLUMNS || !forgetsColumn(behind)) {
    columns = columnsOf(over, end);
    if (columns < 0 || columns + gap > MAX_GAP) return false;
    columns += gap;
  }
  eraseAll();
  gap = columns;
  return true;
}

/** Whether the cursor goes to the first column, or another row, next. */
function forgetsColumn(at: usize): bool {
  if (at + 6 > inputEnd) return false;
  if (load<u8>(at) === 0x0d) return true;
  if (load<u16>(at) !== 0x5b1b) return false;
  const first: u32 = load<u8>(at, 2);
  let final = first;
  if (final >= 0x30 && final <= 0x39) final = load<u8>(at, 3);
  // A, B, E, F, H go to another row; of G, only to the first column.
  if (final === 0x47) return first === 0x47 || first <= 0x31;
  return final === 0x41 || final === 0x42 || final === 0x45 ||
    final === 0x46 || final === 0x48;
}

function moveRight(count: usize): bool {
  if (over > start) return false;
  if (<i32>(end - start) + gap + <i32>count > MAX_GAP) return false;
  for (let at = start; at < end; at++) {
    if (load<u8>(at) === 9) return false;
  }
  gap += <i32>count;
  return true;
}

// Columns

/** As in simple_text.ts: the columns of simple text, or -1. */
function columnsOf(from: usize, to: usize): i32 {
  let columns: i32 = 0;
  let at = from;
  while (at < to) {
    const bytes = v128.load(at);
    const odd = i8x16.bitmask(v128.or(
      i8x16.lt_s(bytes, every(0x20)),
      i8x16.eq(bytes, every(0x7f)),
    ));
    const left = to - at;
    let plain: usize = odd ? <usize>ctz(odd) : 16;
    if (plain > left) plain = left;
    columns += <i32>plain;
    at += plain;
    if (plain === 16 || at >= to) continue;
    const lead: u32 = load<u8>(at);
    if (lead >= 0xc3 && lead <= 0xcb) {
      if (at + 1 >= to || !isContinuation(load<u8>(at, 1))) return -1;
      columns++;
      at += 2;
    } else {
      const width = threeByteColumns(at, to);
      if (width === 0) return -1;
      columns += width;
      at += 3;
    }
  }
  return columns;
}

function threeByteColumns(at: usize, to: usize): i32 {
  if (at + 2 >= to) return 0;
  const lead: u32 = load<u8>(at);
  const second: u32 = load<u8>(at, 1);
  const third: u32 = load<u8>(at, 2);
  if (!isContinuation(second) || !isContinuation(third)) return 0;
  switch (lead) {
    case 0xe2:
      return isSign(second, third) ? 1 : 0;
    case 0xe3:
      return (second === 0x81 && third >= 0x81) || second === 0x83 ? 2 : 0;
    case 0xe4:
      return second >= 0xb8 ? 2 : 0;
    case 0xea:
      return second >= 0xb0 ? 2 : 0;
    case 0xe5:
    case 0xe6:
    case 0xe7:
    case 0xe8:
    case 0xe9:
    case 0xeb:
    case 0xec:
      return 2;
  }
  return 0;
}

function isSign(second: u32, third: u32): bool {
  switch (second) {
    case 0x80:
      return third >= 0x90 && third <= 0xa7;
    case 0x9c:
      return third >= 0x93 && third <= 0x98;
    case 0x97:
      return third < 0xbd;
    case 0x86:
    case 0x94:
    case 0x95:
    case 0x96:
    case 0xa0:
    case 0xa1:
    case 0xa2:
    case 0xa3:
      return true;
  }
  return false;
}

function isContinuation(byte: u32): bool {
  return (byte & 0xc0) === 0x80;
}
