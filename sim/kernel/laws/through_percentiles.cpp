#include <algorithm>  // max, min
#include <limits>     // numeric_limits

#include <fmt/format.h>

#include "sim/kernel/laws/law_support.h"
#include "sim/kernel/math.h"
#include "sim/kernel/special_functions.h"

namespace napkin::laws {

namespace {

constexpr std::string_view kName = "percentiles";
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Between two normal quantiles, log(X) = height + slope * z.
struct Piece {
  double z_begin;
  double z_end;
  double height;
  double slope;

  [[nodiscard]] double value_at(double z) const { return math::exp(height + slope * z); }

  /// The share of this piece in E[X^order]: a lognormal integral.
  [[nodiscard]] double moment(double order) const {
    const double s = slope * order;
    const double scale = math::exp(height * order + s * s / 2);
    // In the lower half both ends are small, in the upper half their complements are.
    const double share = z_begin - s < 0
                             ? math::normal_cdf(z_end - s) - math::normal_cdf(z_begin - s)
                             : math::normal_cdf(s - z_begin) - math::normal_cdf(s - z_end);
    return share > 0 ? scale * share : 0;
  }
};

class ThroughPercentiles final : public Distribution {
 public:
  explicit ThroughPercentiles(std::vector<Percentile> percentiles)
      : percentiles_(std::move(percentiles)) {
    for (std::size_t i = 0; i + 1 < percentiles_.size(); ++i) {
      pieces_.push_back(piece_between(percentiles_[i], percentiles_[i + 1]));
    }
    pieces_.front().z_begin = -kInfinity;
    pieces_.back().z_end = kInfinity;
  }

  double sample(RandomStream& random) const override { return quantile(random.uniform()); }

  double mean() const override { return moment(1); }

  double variance() const override { return std::max(0.0, moment(2) - mean() * mean()); }

  double cdf(double x) const override {
    if (x <= 0) {
      return 0;
    }
    double z = -kInfinity;
    for (const Piece& piece : pieces_) {
      if (piece.slope > 0) {
        const double here = (math::log(x) - piece.height) / piece.slope;
        z = std::max(z, std::min(here, piece.z_end));
        if (here < piece.z_end) {
          break;
        }
      } else if (math::exp(piece.height) <= x) {
        z = piece.z_end;
      } else {
        break;
      }
    }
    return math::normal_cdf(z);
  }

  double quantile(double p) const override {
    const double z = math::inverse_normal(p);
    std::size_t i = 0;
    while (z > pieces_[i].z_end) {
      ++i;
    }
    return pieces_[i].value_at(z);
  }

  std::string describe() const override {
    std::string text;
    for (const Percentile& percentile : percentiles_) {
      text +=
          fmt::format("{}{}: {}", text.empty() ? "" : ", ", name_of(percentile), percentile.value);
    }
    return fmt::format("{} {{{}}}", kName, text);
  }

 private:
  static Piece piece_between(Percentile low, Percentile high) {
    const double z_low = math::inverse_normal(low.level);
    const double z_high = math::inverse_normal(high.level);
    const double slope = (math::log(high.value) - math::log(low.value)) / (z_high - z_low);
    return {z_low, z_high, math::log(low.value) - slope * z_low, slope};
  }

  [[nodiscard]] double moment(double order) const {
    double sum = 0;
    for (const Piece& piece : pieces_) {
      sum += piece.moment(order);
    }
    return sum;
  }

  std::vector<Percentile> percentiles_;
  std::vector<Piece> pieces_;
};

const LawRegistration registration({
    .name = kName,
    .help = "through every percentile given, in lognormal pieces",
    .forms = {{{kPercentiles},
               [](const LawArguments& arguments) {
                 std::vector<Percentile> percentiles;
                 for (const auto& [level, value] : arguments.percentiles()) {
                   percentiles.push_back({level, value});
                 }
                 return through_percentiles(percentiles);
               }}},
});

}  // namespace

Law through_percentiles(std::vector<Percentile> percentiles) {
  require(percentiles.size() >= 2,
          kName,
          "number of percentiles",
          static_cast<double>(percentiles.size()),
          "at least 2");
  for (std::size_t i = 0; i < percentiles.size(); ++i) {
    const Percentile& here = percentiles[i];
    const double level_before = i > 0 ? percentiles[i - 1].level : 0;
    require(here.level > level_before && here.level < 1,
            kName,
            "level",
            here.level,
            "growing, above 0 and below 1");
    require_positive(kName, name_of(here), here.value);
    require(i == 0 || here.value >= percentiles[i - 1].value,
            kName,
            name_of(here),
            here.value,
            "at least the percentile before it");
  }
  return make<ThroughPercentiles>(std::move(percentiles));
}

}  // namespace napkin::laws
