#pragma once

#include <cstdint>      // uint64_t
#include <optional>     // optional
#include <string>       // string
#include <string_view>  // string_view
#include <utility>      // move

#include "models/algorithms/base/contract.h"
#include "models/algorithms/identifiers/base62.h"

namespace napkin::algorithms {

/// A short code for a long text by hashing, and what it cost.
struct ShortCode {
  std::string code;
  int collisions = 0;  ///< codes tried before that were taken
};

struct ShortCodeOptions {
  int length = 7;                 ///< base-62 digits, 1..10
  std::string_view suffix = "#";  ///< appended to the text after each collision, not empty
  int attempts_max = 100;         ///< >= 1
};

/// Hashes `text` down to a fixed number of base-62 digits; while the code is taken, appends the
/// suffix and hashes again.
///
/// `hash` is a function of bytes to 64 bits, `is_taken` says whether a code is in use: ask a Bloom
/// filter first, and the database only when that says yes. Nothing when every attempt was taken.
///
/// With m codes in use an attempt collides with probability m / 62^length: 1% at 35 billion of
/// seven digits. The code tells nothing of the text, and the same text gets the same code only
/// while the first holder of a colliding one is known: look the text up before. O(attempts x text);
/// throws std::invalid_argument when an option is out of range. Source: A. Xu,
/// "System Design Interview", chapter 8, "hash + collision resolution".
///
///     const auto is_taken = [&](const std::string& code) { return codes.contains(code); };
///     const auto code = make_short_code(url, hash, is_taken);
template <typename Hash, typename IsTaken>
[[nodiscard]] std::optional<ShortCode> make_short_code(std::string_view text,
                                                       Hash&& hash,
                                                       IsTaken&& is_taken,
                                                       const ShortCodeOptions& options = {}) {
  require(options.length >= 1 && options.length <= 10, "length must be within 1..10");
  require(!options.suffix.empty(), "suffix must not be empty");
  require(options.attempts_max >= 1, "attempts_max must be at least 1");
  std::uint64_t codes = 1;
  for (int digit = 0; digit < options.length; ++digit) {
    codes *= 62;
  }
  std::string attempt(text);
  for (int collisions = 0; collisions < options.attempts_max; ++collisions) {
    const std::uint64_t number = hash(std::string_view(attempt)) % codes;
    std::string code = to_base62(number, static_cast<std::size_t>(options.length));
    if (!is_taken(code)) {
      return ShortCode{std::move(code), collisions};
    }
    attempt += options.suffix;
  }
  return std::nullopt;
}

}  // namespace napkin::algorithms
