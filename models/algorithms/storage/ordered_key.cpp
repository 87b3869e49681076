#include "models/algorithms/storage/ordered_key.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;
constexpr char kZero = '\0';
constexpr char kEscaped = '\xFF';  // zero, 0xFF: a zero byte of the text
constexpr char kEnd = '\x01';      // zero, 0x01: the end, before any byte that could follow

}  // namespace

OrderedKey& OrderedKey::number(std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes_.push_back(static_cast<char>(static_cast<unsigned char>(value >> shift)));
  }
  return *this;
}

OrderedKey& OrderedKey::signed_number(std::int64_t value) {
  return number(static_cast<std::uint64_t>(value) ^ kSignBit);
}

OrderedKey& OrderedKey::descending(std::int64_t value) {
  return number(~(static_cast<std::uint64_t>(value) ^ kSignBit));
}

OrderedKey& OrderedKey::text(std::string_view value) {
  for (const char byte : value) {
    bytes_.push_back(byte);
    if (byte == kZero) {
      bytes_.push_back(kEscaped);
    }
  }
  bytes_.push_back(kZero);
  bytes_.push_back(kEnd);
  return *this;
}

std::uint64_t OrderedKeyReader::number() {
  std::uint64_t value = 0;
  for (const char byte : take(8)) {
    value = value << 8U | static_cast<unsigned char>(byte);
  }
  return value;
}

std::int64_t OrderedKeyReader::signed_number() {
  return static_cast<std::int64_t>(number() ^ kSignBit);
}

std::int64_t OrderedKeyReader::descending() {
  return static_cast<std::int64_t>(~number() ^ kSignBit);
}

std::string OrderedKeyReader::text() {
  std::string value;
  while (true) {
    const char byte = take(1).front();
    if (byte != kZero) {
      value.push_back(byte);
      continue;
    }
    const char mark = take(1).front();
    if (mark == kEnd) {
      return value;
    }
    require(mark == kEscaped, "ordered key: a zero byte must be escaped or end the text");
    value.push_back(kZero);
  }
}

std::string_view OrderedKeyReader::take(std::size_t count) {
  require(rest_.size() >= count, "ordered key: ends before the part that was asked for");
  const std::string_view part = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return part;
}

}  // namespace napkin::algorithms
