#pragma once

#include <cstddef>      // size_t
#include <cstdint>      // uint64_t
#include <optional>     // optional
#include <string>       // string
#include <string_view>  // string_view

namespace napkin::algorithms {

/// Numbers written with 0-9, a-z, A-Z: what a short URL is made of. Seven digits hold 3.5 trillion.
/// O(digits).
/// Source: A. Xu, "System Design Interview", chapter 8, where 11157 is "2TX".
///
///     const std::string code = to_base62(11157);            // "2TX"
///     const auto id = from_base62(code);                    // 11157
///
/// The result is padded with zeros to at least `digits_min` digits.
[[nodiscard]] std::string to_base62(std::uint64_t number, std::size_t digits_min = 1);

/// Nothing when `text` is empty, holds another character or exceeds 64 bits.
[[nodiscard]] std::optional<std::uint64_t> from_base62(std::string_view text);

}  // namespace napkin::algorithms
