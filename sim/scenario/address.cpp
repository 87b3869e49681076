#include "sim/scenario/address.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "sim/scenario/nearest_name.h"
#include "sim/scenario/printable.h"

namespace napkin {
namespace {

constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kStepsMax = 16;
constexpr std::size_t kIndexDigitsMax = 9;

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

bool is_name_character(char letter) {
  return is_letter(letter) || is_digit(letter) || letter == '_' || letter == '-';
}

// Reads left to right; `failed` is the first thing that was wrong.
class AddressReader {
 public:
  explicit AddressReader(std::string_view text) : text_(text) {}

  AddressResult read() {
    std::vector<AddressStep> steps;
    do {
      steps.push_back(read_step());
    } while (message_.empty() && steps.size() < kStepsMax && take('.'));
    if (message_.empty() && position_ < text_.size()) {
      fail(steps.size() == kStepsMax
               ? "more than 16 steps"
               : fmt::format("{} is out of place", quote(text_.substr(position_, 1))));
    }
    if (!message_.empty()) {
      return {
          std::nullopt, fmt::format("{} is not an address: {}", quote(text_), message_), position_};
    }
    return {Address(std::move(steps)), {}, 0};
  }

 private:
  bool take(char wanted) {
    const bool found = position_ < text_.size() && text_[position_] == wanted;
    position_ += found ? 1 : 0;
    return found;
  }

  void fail(std::string message) {
    if (message_.empty()) {
      message_ = std::move(message);
    }
  }

  AddressStep read_step() {
    AddressStep step;
    const std::size_t start = position_;
    while (position_ < text_.size() && is_name_character(text_[position_])) {
      ++position_;
    }
    step.name = text_.substr(start, position_ - start);
    if (step.name.empty() || !is_letter(step.name.front())) {
      position_ = start;
      fail("a name is due here, such as api");
    } else if (step.name.size() > kNameBytesMax) {
      fail("a name has at most 64 letters");
    } else if (take('[')) {
      step.index = read_index();
    }
    return step;
  }

  std::optional<std::int64_t> read_index() {
    std::int64_t index = AddressStep::kEvery;
    if (!take('*')) {
      const std::size_t start = position_;
      while (position_ < text_.size() && is_digit(text_[position_])) {
        ++position_;
      }
      const std::size_t count = position_ - start;
      if (count == 0 || count > kIndexDigitsMax || (count > 1 && text_[start] == '0')) {
        position_ = start;
        fail("an index is a number from 0 on, or *");
        return std::nullopt;
      }
      std::from_chars(text_.data() + start, text_.data() + position_, index);
    }
    if (!take(']')) {
      fail("the ] is missing");
    }
    return index;
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::string message_;
};

bool matches_step(const AddressStep& pattern, const AddressStep& step) {
  const bool every = !pattern.index || *pattern.index == AddressStep::kEvery;
  return pattern.name == step.name && (every || pattern.index == step.index);
}

}  // namespace

bool Address::is_pattern() const {
  return std::ranges::any_of(
      steps_, [](const AddressStep& step) { return step.index == AddressStep::kEvery; });
}

std::string Address::text() const {
  std::string result;
  for (const AddressStep& step : steps_) {
    result += (result.empty() ? "" : ".") + step.name;
    if (step.index) {
      result += *step.index == AddressStep::kEvery ? "[*]" : fmt::format("[{}]", *step.index);
    }
  }
  return result;
}

Address Address::child(std::string name, std::optional<std::int64_t> index) const {
  std::vector<AddressStep> steps = steps_;
  steps.push_back({std::move(name), index});
  return Address(std::move(steps));
}

bool is_part_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameBytesMax && is_letter(name.front()) &&
         std::ranges::all_of(name, is_name_character);
}

AddressResult parse_address(std::string_view text) {
  return AddressReader(text).read();
}

bool matches(const Address& pattern, const Address& address) {
  if (pattern.empty() || pattern.steps().size() > address.steps().size()) {
    return false;
  }
  return std::ranges::equal(
      pattern.steps(), std::span(address.steps()).first(pattern.steps().size()), matches_step);
}

std::string suggest_address(std::string_view wrong, std::span<const Address> known) {
  std::vector<std::string> names;
  names.reserve(known.size());
  for (const Address& address : known) {
    names.push_back(address.text());
  }
  return suggestion(wrong, names);
}

}  // namespace napkin
