#include "sim/scenario/units.h"

#include <algorithm>
#include <array>
#include <vector>

#include "sim/scenario/nearest_name.h"

namespace napkin {
namespace {

constexpr std::int64_t kThousand = 1'000;
constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kBillion = 1'000'000'000;
constexpr std::int64_t kTrillion = 1'000'000'000'000;
constexpr std::int64_t kQuadrillion = 1'000'000'000'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

std::vector<Unit> scales() {
  return {{"", 1}, {"k", kThousand}, {"M", kMillion}, {"G", kBillion}, {"T", kTrillion}};
}

std::vector<Unit> durations() {
  return {{"ns", 1},
          {"us", kThousand},
          {"ms", kMillion},
          {"s", kBillion},
          {"min", 60 * kBillion},
          {"h", 3'600 * kBillion},
          {"d", kSecondsPerDay * kBillion},
          {"y", 365 * kSecondsPerDay * kBillion},
          {"µs", kThousand, 1, false},
          {"μs", kThousand, 1, false}};
}

std::vector<Unit> rates() {
  std::vector<Unit> result;
  const std::vector<Unit> periods = {{"/s", 1},
                                     {"/min", 60},
                                     {"/h", 3'600},
                                     {"/d", kSecondsPerDay},
                                     {"/day", kSecondsPerDay, 1, false},
                                     {"/month", 30 * kSecondsPerDay, 1, false},
                                     {"/y", 365 * kSecondsPerDay, 1, false}};
  for (const Unit& period : periods) {
    for (const Unit& scale : scales()) {
      result.push_back(
          {scale.suffix + period.suffix, scale.numerator, period.numerator, period.shown});
    }
  }
  result.push_back({"/ms", kThousand, 1, false});
  result.push_back({"/us", kMillion, 1, false});
  return result;
}

std::vector<Unit> sizes() {
  std::vector<Unit> result = {{"B", 1},
                              {"kB", kThousand},
                              {"MB", kMillion},
                              {"GB", kBillion},
                              {"TB", kTrillion},
                              {"PB", kQuadrillion}};
  std::int64_t factor = 1;
  for (const char* suffix : {"KiB", "MiB", "GiB", "TiB", "PiB"}) {
    factor *= 1'024;
    result.push_back({suffix, factor});
  }
  std::ranges::sort(result, {}, &Unit::numerator);
  return result;
}

std::vector<Unit> bandwidths() {
  std::vector<Unit> result = {
      {"bps", 1}, {"kbps", kThousand}, {"Mbps", kMillion}, {"Gbps", kBillion}, {"Tbps", kTrillion}};
  for (const Unit& size : sizes()) {
    result.push_back({size.suffix + "/s", 8 * size.numerator, 1, false});
  }
  return result;
}

std::vector<Unit> ratios() {
  return {{"ppm", 1, kMillion}, {"%", 1, 100}};
}

std::vector<Unit> make_units(QuantityKind kind) {
  switch (kind) {
    case QuantityKind::kDuration:
      return durations();
    case QuantityKind::kRate:
      return rates();
    case QuantityKind::kBytes:
      return sizes();
    case QuantityKind::kBandwidth:
      return bandwidths();
    case QuantityKind::kRatio:
      return ratios();
    case QuantityKind::kNumber:
    case QuantityKind::kCount:
    case QuantityKind::kMoney:
      return scales();
  }
  return {};
}

constexpr std::size_t kKinds = 8;

std::array<std::vector<Unit>, kKinds> make_table() {
  std::array<std::vector<Unit>, kKinds> table;
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    table[kind] = make_units(static_cast<QuantityKind>(kind));
  }
  return table;
}

struct Alias {
  std::string_view written;
  std::string_view meant;
};

// What people write for a unit; a misspelling would not find these.
constexpr std::array kAliases = {
    Alias{"sec", "s"},      Alias{"secs", "s"},      Alias{"second", "s"},
    Alias{"seconds", "s"},  Alias{"msec", "ms"},     Alias{"millis", "ms"},
    Alias{"usec", "us"},    Alias{"micros", "us"},   Alias{"m", "min"},
    Alias{"mins", "min"},   Alias{"minute", "min"},  Alias{"minutes", "min"},
    Alias{"hour", "h"},     Alias{"hours", "h"},     Alias{"hr", "h"},
    Alias{"day", "d"},      Alias{"days", "d"},      Alias{"year", "y"},
    Alias{"years", "y"},    Alias{"rps", "/s"},      Alias{"qps", "/s"},
    Alias{"tps", "/s"},     Alias{"krps", "k/s"},    Alias{"kqps", "k/s"},
    Alias{"/sec", "/s"},    Alias{"/second", "/s"},  Alias{"/minute", "/min"},
    Alias{"/hour", "/h"},   Alias{"Hz", "/s"},       Alias{"k", "k/s"},
    Alias{"M", "M/s"},      Alias{"b", "B"},         Alias{"K", "KiB"},
    Alias{"KB", "kB"},      Alias{"Mb", "MB"},       Alias{"Gb", "GB"},
    Alias{"bytes", "B"},    Alias{"byte", "B"},      Alias{"k", "kB"},
    Alias{"M", "MB"},       Alias{"G", "GB"},        Alias{"Mb", "Mbps"},
    Alias{"Gb", "Gbps"},    Alias{"Mbit/s", "Mbps"}, Alias{"Gbit/s", "Gbps"},
    Alias{"Mb/s", "Mbps"},  Alias{"Gb/s", "Gbps"},   Alias{"G", "Gbps"},
    Alias{"percent", "%"},  Alias{"pct", "%"},       Alias{"B", "G"},
    Alias{"b", "G"},        Alias{"bn", "G"},        Alias{"K", "k"},
    Alias{"m", "M"},        Alias{"billion", "G"},   Alias{"million", "M"},
    Alias{"thousand", "k"}, Alias{"K/s", "k/s"},
};

}  // namespace

std::span<const Unit> units_of(QuantityKind kind) {
  static const std::array<std::vector<Unit>, kKinds> kTable = make_table();
  return kTable[static_cast<std::size_t>(kind)];
}

const Unit* find_unit(QuantityKind kind, std::string_view suffix) {
  const std::span<const Unit> units = units_of(kind);
  const auto found = std::ranges::find(units, suffix, &Unit::suffix);
  return found == units.end() ? nullptr : &*found;
}

std::string nearest_suffix(QuantityKind kind, std::string_view wrong) {
  for (const Alias& alias : kAliases) {
    if (alias.written == wrong && find_unit(kind, alias.meant) != nullptr) {
      return std::string(alias.meant);
    }
  }
  std::vector<std::string> suffixes;
  for (const Unit& unit : units_of(kind)) {
    if (unit.shown && !unit.suffix.empty()) {
      suffixes.push_back(unit.suffix);
    }
  }
  return std::string(nearest_name(wrong, suffixes));
}

}  // namespace napkin
