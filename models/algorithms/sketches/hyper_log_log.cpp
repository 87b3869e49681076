#include "models/algorithms/sketches/hyper_log_log.h"

#include <array>   // array
#include <bit>     // countl_zero
#include <cmath>   // sqrt
#include <limits>  // numeric_limits

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

/// 1 / (2 ln 2).
constexpr double kAlphaInfinity = 0.721347520444481703680;

std::size_t registers_for(int precision) {
  require(precision >= 4 && precision <= 18, "precision must be within 4..18");
  return std::size_t{1} << precision;
}

/// x + sum of x^(2^k) 2^(k-1), for the registers that saw nothing.
double sigma(double x) {
  if (x == 1.0) {
    return std::numeric_limits<double>::infinity();
  }
  double sum = x;
  double before = 0.0;
  for (double factor = 1.0; sum != before; factor += factor) {
    before = sum;
    x *= x;
    sum += x * factor;
  }
  return sum;
}

/// (1 - x - sum of (1 - x^(2^-k))^2 2^-k) / 3, for the registers that are full.
double tau(double x) {
  if (x == 0.0 || x == 1.0) {
    return 0.0;
  }
  double sum = 1.0 - x;
  double before = 0.0;
  for (double factor = 0.5; sum != before; factor /= 2) {
    before = sum;
    x = std::sqrt(x);
    sum -= (1.0 - x) * (1.0 - x) * factor;
  }
  return sum / 3.0;
}

}  // namespace

HyperLogLog::HyperLogLog(int precision)
    : precision_(precision), registers_(registers_for(precision), 6) {}

void HyperLogLog::add(std::uint64_t hash) {
  const std::size_t index = hash >> (64 - precision_);
  // A one behind the last bit bounds the rank by 65 - precision.
  const std::uint64_t rest = hash << precision_ | std::uint64_t{1} << (precision_ - 1);
  raise(index, static_cast<std::uint32_t>(std::countl_zero(rest)) + 1);
}

void HyperLogLog::merge(const HyperLogLog& other) {
  NAPKIN_CONTRACT(precision_ == other.precision_);
  for (std::size_t i = 0; i < registers_.size(); ++i) {
    raise(i, other.registers_.get(i));
  }
}

double HyperLogLog::estimate() const {
  std::array<std::uint32_t, 64> histogram{};
  for (std::size_t i = 0; i < registers_.size(); ++i) {
    ++histogram[registers_.get(i)];
  }
  const auto registers = static_cast<double>(registers_.size());
  const auto rank_max = static_cast<std::size_t>(64 - precision_);
  double z = registers * tau(1.0 - histogram[rank_max + 1] / registers);
  for (std::size_t rank = rank_max; rank >= 1; --rank) {
    z = (z + histogram[rank]) / 2;
  }
  z += registers * sigma(histogram[0] / registers);
  return kAlphaInfinity * registers * registers / z;
}

void HyperLogLog::raise(std::size_t index, std::uint32_t rank) {
  if (rank > registers_.get(index)) {
    registers_.set(index, rank);
  }
}

}  // namespace napkin::algorithms
