#include "models/algorithms/identifiers/uuid.h"

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

constexpr std::size_t kTextLength = 36;
constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::uint64_t kCounterBits = 12;

bool is_dash_at(std::size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

std::optional<std::uint8_t> digit_value(char digit) {
  if (digit >= '0' && digit <= '9') {
    return static_cast<std::uint8_t>(digit - '0');
  }
  if (digit >= 'a' && digit <= 'f') {
    return static_cast<std::uint8_t>(digit - 'a' + 10);
  }
  if (digit >= 'A' && digit <= 'F') {
    return static_cast<std::uint8_t>(digit - 'A' + 10);
  }
  return std::nullopt;
}

/// Sets the version in the high half and the variant (binary 10) in the low one.
Uuid stamped(std::uint64_t high, std::uint64_t low, std::uint64_t version) {
  constexpr std::uint64_t kVersionField = 0xf000;
  return Uuid::from_halves((high & ~kVersionField) | version << 12,
                           (low & ~std::uint64_t{0} >> 2) | std::uint64_t{2} << 62);
}

}  // namespace

Uuid Uuid::from_halves(std::uint64_t high, std::uint64_t low) {
  Uuid uuid;
  for (std::size_t i = 0; i < 8; ++i) {
    uuid.bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
    uuid.bytes[i + 8] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
  }
  return uuid;
}

Uuid Uuid::version_4(std::uint64_t random_high, std::uint64_t random_low) {
  return stamped(random_high, random_low, 4);
}

Uuid Uuid::version_7(std::uint64_t unix_ms, std::uint64_t a, std::uint64_t b) {
  return stamped(unix_ms << 16 | (a & 0xfff), b, 7);
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != kTextLength) {
    return std::nullopt;
  }
  Uuid uuid;
  std::size_t digits = 0;
  for (std::size_t position = 0; position < kTextLength; ++position) {
    if (is_dash_at(position)) {
      if (text[position] != '-') {
        return std::nullopt;
      }
      continue;
    }
    const auto value = digit_value(text[position]);
    if (!value) {
      return std::nullopt;
    }
    auto& byte = uuid.bytes[digits++ / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | *value);
  }
  return uuid;
}

std::string Uuid::to_string() const {
  std::string text;
  text.reserve(kTextLength);
  for (const std::uint8_t byte : bytes) {
    if (is_dash_at(text.size())) {
      text += '-';
    }
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0xf];
  }
  return text;
}

std::uint64_t Uuid::unix_ms() const {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    value = value << 8 | bytes[i];
  }
  return value;
}

Uuid UuidV7Generator::next(Time unix_time,
                           std::uint64_t random_counter,
                           std::uint64_t random_rest) {
  NAPKIN_CONTRACT(unix_time >= 0ns);
  const std::int64_t now_ms = unix_time / 1ms;
  const bool is_full = counter_ + 1 == std::uint64_t{1} << kCounterBits;
  if (now_ms > last_ms_ || is_full) {
    last_ms_ = now_ms > last_ms_ ? now_ms : last_ms_ + 1;
    counter_ = random_counter >> (64 - kCounterBits + 1);  // the lower half: room to count
  } else {
    ++counter_;
  }
  return Uuid::version_7(static_cast<std::uint64_t>(last_ms_), counter_, random_rest);
}

}  // namespace napkin::algorithms
