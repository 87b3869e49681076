#include "reports/numbers.h"

#include <array>
#include <charconv>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace napkin::reports {

namespace {

constexpr TimeUnit kTimeUnits[] = {{"s", 1e9}, {"ms", 1e6}, {"us", 1e3}, {"ns", 1.0}};

struct Prefix {
  std::string_view name;
  double factor;
};

constexpr Prefix kPrefixes[] = {{"T", 1e12}, {"G", 1e9}, {"M", 1e6}, {"k", 1e3}};
constexpr Prefix kBytePrefixes[] = {
    {"TiB", 0x1p40}, {"GiB", 0x1p30}, {"MiB", 0x1p20}, {"KiB", 0x1p10}};

// What is about to be rounded up to the next unit counts as that unit: never "1000ms".
constexpr double kRoundsUp = 0.9995;

std::string without_useless_zeros(std::string number) {
  if (number.find('.') != std::string::npos) {
    number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.') {
      number.pop_back();
    }
  }
  return number;
}

// Places after the point that give three significant digits.
int places_for(double magnitude) {
  int places = 2;
  for (double bound = 9.995; magnitude >= bound && places > 0; bound *= 10) {
    --places;
  }
  for (double bound = 0.9995; magnitude < bound && places < 5; bound /= 10) {
    ++places;
  }
  return places;
}

std::string short_number(double value) {
  return without_useless_zeros(significant(value));
}

}  // namespace

std::string significant(double value) {
  const double magnitude = std::abs(value);
  if (!std::isfinite(value)) {
    return "-";
  }
  if (magnitude == 0.0) {
    return "0";
  }
  if (magnitude < 0.001) {
    return value < 0 ? ">-0.001" : "<0.001";
  }
  return fmt::format("{:.{}f}", value, places_for(magnitude));
}

std::string with_prefix(double value) {
  for (const Prefix& prefix : kPrefixes) {
    if (std::abs(value) >= prefix.factor * kRoundsUp) {
      return fmt::format("{}{}", short_number(value / prefix.factor), prefix.name);
    }
  }
  return short_number(value);
}

std::string grouped(std::uint64_t value) {
  std::string digits = fmt::format("{}", value);
  for (std::size_t end = digits.size(); end > 3; end -= 3) {
    digits.insert(end - 3, ",");
  }
  return digits;
}

std::string percent(double ratio) {
  const double share = ratio * 100.0;
  if (ratio > 0.0 && share < 0.01) {
    return "<0.01%";
  }
  if (ratio < 1.0 && share > 99.99) {
    return ">99.99%";
  }
  if (share > 99.0 && share < 100.0) {
    return without_useless_zeros(fmt::format("{:.2f}", share)) + "%";
  }
  return short_number(share) + "%";
}

TimeUnit time_unit_for(double nanoseconds) {
  for (const TimeUnit& unit : kTimeUnits) {
    if (std::abs(nanoseconds) >= unit.nanoseconds * kRoundsUp) {
      return unit;
    }
  }
  return kTimeUnits[std::size(kTimeUnits) - 1];
}

std::string duration(double nanoseconds) {
  if (nanoseconds == 0.0) {
    return "0s";
  }
  const TimeUnit unit = time_unit_for(nanoseconds);
  return fmt::format("{}{}", short_number(nanoseconds / unit.nanoseconds), unit.name);
}

std::string exact_duration(std::int64_t nanoseconds) {
  if (nanoseconds == 0) {
    return "0s";
  }
  const std::string_view unit = time_unit_for(static_cast<double>(nanoseconds)).name;
  const int digits = unit == "s" ? 9 : unit == "ms" ? 6 : unit == "us" ? 3 : 0;
  return fmt::format("{}{}", exact_decimal(nanoseconds, digits), unit);
}

std::string with_unit(double value, std::string_view unit) {
  if (unit == "ns") {
    return duration(value);
  }
  if (unit == "ratio") {
    return percent(value);
  }
  if (unit == "1/s") {
    return with_prefix(value) + "/s";
  }
  if (unit == "B") {
    for (const Prefix& prefix : kBytePrefixes) {
      if (std::abs(value) >= prefix.factor * kRoundsUp) {
        return fmt::format("{}{}", short_number(value / prefix.factor), prefix.name);
      }
    }
    return short_number(value) + "B";
  }
  return unit.empty() ? with_prefix(value) : fmt::format("{} {}", with_prefix(value), unit);
}

std::string exact_decimal(std::int64_t value, int digits) {
  std::string number = fmt::format("{:0{}}", value, digits + (value < 0 ? 2 : 1));
  if (digits > 0) {
    number.insert(number.size() - static_cast<std::size_t>(digits), ".");
  }
  return without_useless_zeros(std::move(number));
}

std::string shortest(double value) {
  if (!std::isfinite(value)) {
    return "";
  }
  std::array<char, 32> buffer{};
  // Adding zero turns minus zero into zero.
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value + 0.0);
  return error == std::errc() ? std::string(buffer.data(), end) : std::string();
}

}  // namespace napkin::reports
