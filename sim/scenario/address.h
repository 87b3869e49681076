#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace napkin {

/// One step of an address: a name, and which of several, `shard[3]`, `shard[*]`, or plain `api`.
struct AddressStep {
  /// Stands for every index.
  static constexpr std::int64_t kEvery = -1;

  std::string name;
  std::optional<std::int64_t> index;

  [[nodiscard]] bool operator==(const AddressStep&) const = default;
};

/// The name of a part of the modelled world as people say it: `api[2]`, `messages[*]`,
/// `threads.shard[3].primary`, `us-east.zone[1]`. With a `[*]` in it, it is a pattern.
/// Names are `[A-Za-z][A-Za-z0-9_-]*` of at most 64 bytes; indices count from 0; at most 16 steps.
class Address final {
 public:
  Address() = default;

  explicit Address(std::vector<AddressStep> steps) : steps_(std::move(steps)) {}

  [[nodiscard]] const std::vector<AddressStep>& steps() const { return steps_; }

  [[nodiscard]] bool empty() const { return steps_.empty(); }

  /// Whether a `[*]` stands in it.
  [[nodiscard]] bool is_pattern() const;

  /// The first name: the component or region. Requires an address that is not empty.
  [[nodiscard]] const std::string& root() const { return steps_.front().name; }

  /// The address as it is written.
  [[nodiscard]] std::string text() const;

  /// With a further step, for building.
  [[nodiscard]] Address child(std::string name, std::optional<std::int64_t> index = {}) const;

  [[nodiscard]] bool operator==(const Address&) const = default;

 private:
  std::vector<AddressStep> steps_;
};

/// Whether a component, region or operation may have this name: one step of an address.
[[nodiscard]] bool is_part_name(std::string_view name);

/// An address, or why the text is none (`message`, and the byte where it went wrong).
struct AddressResult {
  std::optional<Address> address;
  std::string message;
  std::size_t position = 0;
};

[[nodiscard]] AddressResult parse_address(std::string_view text);

/// Whether the pattern names this part: step by step the same names, and where the pattern gives an
/// index, that index. A step of the pattern without index, and `[*]`, take every index; a pattern
/// shorter than the address names the part and everything below it: `threads` names
/// `threads.shard[3].primary`.
[[nodiscard]] bool matches(const Address& pattern, const Address& address);

/// `did you mean "messages[2]"?` among the addresses there are; empty if there are none.
[[nodiscard]] std::string suggest_address(std::string_view wrong, std::span<const Address> known);

}  // namespace napkin
