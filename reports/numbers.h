#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace napkin::reports {

/// Numbers as people read them. All are free of the locale.

/// Three significant digits, without exponent: "0", "0.0412", "4.12", "35.2", "102", "123457".
/// Below 0.001 it is "<0.001".
[[nodiscard]] std::string significant(double value);

/// With k, M, G, T: "950", "1.2k", "115.7k", "3.42M".
[[nodiscard]] std::string with_prefix(double value);

/// "1234567" as "1,234,567".
[[nodiscard]] std::string grouped(std::uint64_t value);

/// A share: "0%", "<0.01%", "0.35%", "82%", ">99.99%" (never "100%" for what is less), "100%".
[[nodiscard]] std::string percent(double ratio);

/// A unit of time for a whole column.
struct TimeUnit {
  std::string_view name;     // "ms"
  double nanoseconds = 1.0;  // in one unit
};

/// The largest of ns, us, ms, s of which `nanoseconds` is at least one.
[[nodiscard]] TimeUnit time_unit_for(double nanoseconds);

/// "0s", "350us", "35.2ms", "60s", with at most three significant digits.
[[nodiscard]] std::string duration(double nanoseconds);

/// As duration, yet exact: "20s", "1.5s", "62.000000001s".
[[nodiscard]] std::string exact_duration(std::int64_t nanoseconds);

/// A value with its unit as a person writes it: "ns" as duration, "ratio" as percent, "B" as bytes,
/// "1/s" as a rate; any other unit stands behind the number.
[[nodiscard]] std::string with_unit(double value, std::string_view unit);

/// `value` / 10^`digits` as an exact decimal number without useless zeros: (1500, 3) is "1.5".
[[nodiscard]] std::string exact_decimal(std::int64_t value, int digits);

/// The shortest decimal number that reads back as the same double; "" if not finite.
[[nodiscard]] std::string shortest(double value);

}  // namespace napkin::reports
