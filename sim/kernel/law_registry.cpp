#include "sim/kernel/law_registry.h"

#include <algorithm>  // all_of, any_of, sort
#include <charconv>   // from_chars

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/kernel/assert.h"
#include "sim/kernel/laws/law_support.h"

namespace napkin {

namespace {

using Kind = LawParameter::Kind;

/// Filled while the program loads, and never after.
std::map<std::string_view, LawKind>& registered() {
  static std::map<std::string_view, LawKind> kinds;
  return kinds;
}

bool names_parameter(const LawParameter& parameter, std::string_view key) {
  return parameter.kind == Kind::kPercentiles ? percentile_level(key).has_value()
                                              : parameter.name == key;
}

const LawParameter* find_in_form(const LawForm& form, std::string_view key) {
  for (const LawParameter& parameter : form.parameters) {
    if (names_parameter(parameter, key)) {
      return &parameter;
    }
  }
  return nullptr;
}

bool is_given(const LawParameter& parameter, const LawArguments& arguments) {
  const auto names = arguments.names();
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return names_parameter(parameter, name);
  });
}

bool fits(const LawForm& form, const LawArguments& arguments) {
  const auto names = arguments.names();
  return std::all_of(names.begin(),
                     names.end(),
                     [&](std::string_view name) { return find_in_form(form, name) != nullptr; }) &&
         std::all_of(
             form.parameters.begin(), form.parameters.end(), [&](const LawParameter& parameter) {
               return !parameter.required || is_given(parameter, arguments);
             });
}

/// "{median, sigma} or {mean, cv}".
std::string forms_of(const LawKind& kind) {
  std::vector<std::string> forms;
  for (const LawForm& form : kind.forms) {
    std::vector<std::string> keys;
    for (const LawParameter& parameter : form.parameters) {
      const bool is_row = parameter.kind == Kind::kPercentiles;
      keys.push_back(fmt::format("{}{}", parameter.name, is_row ? ", p99 ..." : ""));
      if (!parameter.required) {
        keys.back() = "[" + keys.back() + "]";
      }
    }
    forms.push_back(fmt::format("{{{}}}", fmt::join(keys, ", ")));
  }
  return fmt::format("{}", fmt::join(forms, " or "));
}

void refuse_unknown_keys(const LawKind& kind, const LawArguments& arguments) {
  for (const std::string_view name : arguments.names()) {
    if (kind.find(name) == nullptr) {
      throw LawError(std::string(name),
                     fmt::format("{} has no \"{}\"; it takes {}", kind.name, name, forms_of(kind)));
    }
  }
}

const LawForm& form_for(const LawKind& kind, const LawArguments& arguments) {
  refuse_unknown_keys(kind, arguments);
  for (const LawForm& form : kind.forms) {
    if (fits(form, arguments)) {
      return form;
    }
  }
  throw LawError("",
                 fmt::format("{} takes {}; given: {{{}}}",
                             kind.name,
                             forms_of(kind),
                             fmt::join(arguments.names(), ", ")));
}

void check_number(const LawKind& kind,
                  const LawParameter& parameter,
                  const std::string& name,
                  double value) {
  constexpr double kExactMax = 0x1p53;
  laws::require_finite(kind.name, name, value);
  if (parameter.kind == Kind::kRatio) {
    laws::require(value >= 0 && value <= 1, kind.name, name, value, "0 to 1");
  }
  if (parameter.kind == Kind::kCount) {
    const bool is_whole = value >= 1 && value <= kExactMax &&
                          static_cast<double>(static_cast<std::int64_t>(value)) == value;
    laws::require(is_whole, kind.name, name, value, "a whole number, at least 1");
  }
}

LawArguments complete(const LawForm& form, LawArguments arguments) {
  for (const LawParameter& parameter : form.parameters) {
    if (parameter.otherwise && !is_given(parameter, arguments)) {
      arguments.numbers.emplace(parameter.name, *parameter.otherwise);
    }
  }
  return arguments;
}

template <typename Map>
const auto& at(const Map& map, std::string_view name) {
  const auto found = map.find(name);
  NAPKIN_ASSERT(found != map.end());
  return found->second;
}

}  // namespace

bool LawArguments::has(std::string_view name) const {
  return numbers.contains(name) || lists.contains(name) || laws.contains(name);
}

std::vector<std::string_view> LawArguments::names() const {
  std::vector<std::string_view> all;
  for (const auto& [name, number] : numbers) {
    all.push_back(name);
  }
  for (const auto& [name, list] : lists) {
    all.push_back(name);
  }
  for (const auto& [name, law] : laws) {
    all.push_back(name);
  }
  return all;
}

double LawArguments::number(std::string_view name) const {
  return at(numbers, name);
}

const std::vector<double>& LawArguments::list(std::string_view name) const {
  return at(lists, name);
}

const Law& LawArguments::law(std::string_view name) const {
  const std::vector<Law>& found = at(laws, name);
  NAPKIN_ASSERT(found.size() == 1);
  return found.front();
}

std::vector<std::pair<double, double>> LawArguments::percentiles() const {
  std::vector<std::pair<double, double>> found;
  for (const auto& [name, value] : numbers) {
    if (const auto level = percentile_level(name)) {
      found.emplace_back(*level, value);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

const LawParameter* LawKind::find(std::string_view key) const {
  for (const LawForm& form : forms) {
    if (const LawParameter* parameter = find_in_form(form, key)) {
      return parameter;
    }
  }
  return nullptr;
}

const std::map<std::string_view, LawKind>& law_kinds() {
  return registered();
}

const LawKind* find_law_kind(std::string_view name) {
  const auto found = registered().find(name);
  return found == registered().end() ? nullptr : &found->second;
}

Law make_law(std::string_view name, const LawArguments& arguments) {
  const LawKind* kind = find_law_kind(name);
  if (kind == nullptr) {
    throw LawError("", fmt::format("there is no law \"{}\"", name));
  }
  const LawForm& form = form_for(*kind, arguments);
  for (const auto& [key, value] : arguments.numbers) {
    check_number(*kind, *find_in_form(form, key), key, value);
  }
  return form.make(complete(form, arguments));
}

std::optional<double> percentile_level(std::string_view key) {
  if (!key.starts_with('p')) {
    return std::nullopt;
  }
  double percent = 0;
  const char* end = key.data() + key.size();
  const auto [stop, error] =
      std::from_chars(key.data() + 1, end, percent, std::chars_format::fixed);
  if (error != std::errc{} || stop != end || !(percent > 0 && percent < 100)) {
    return std::nullopt;
  }
  return percent / 100;
}

LawRegistration::LawRegistration(LawKind kind) {
  NAPKIN_ASSERT(!kind.forms.empty());
  const std::string_view name = kind.name;
  const bool is_new = registered().emplace(name, std::move(kind)).second;
  NAPKIN_ASSERT(is_new);
}

}  // namespace napkin
