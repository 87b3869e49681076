#include "models/algorithms/sketches/count_min_sketch.h"

#include <algorithm>  // max, min
#include <cmath>      // ceil
#include <limits>     // numeric_limits

#include "models/algorithms/base/contract.h"
#include "models/algorithms/base/deterministic_math.h"
#include "models/algorithms/sketches/probes.h"

namespace napkin::algorithms {

namespace {

constexpr double kEuler = 2.718281828459045;

std::size_t width_for(double error) {
  require(error > 0.0 && error < 1.0, "error must be between 0 and 1");
  return static_cast<std::size_t>(std::ceil(kEuler / error));
}

std::size_t depth_for(double failure) {
  require(failure > 0.0 && failure < 1.0, "failure must be between 0 and 1");
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(-natural_log(failure))));
}

}  // namespace

CountMinSketch::CountMinSketch(const Options& options)
    : width_(width_for(options.error)),
      depth_(depth_for(options.failure)),
      conservative_(options.conservative),
      cells_(width_ * depth_) {}

void CountMinSketch::add(std::uint64_t hash, std::uint64_t times) {
  total_ += times;
  const std::uint64_t raised = conservative_ ? estimate(hash) + times : 0;
  Probes probes(hash);
  for (std::size_t row = 0; row < depth_; ++row) {
    std::uint64_t& cell = cells_[row * width_ + probes.next(width_)];
    cell = conservative_ ? std::max(cell, raised) : cell + times;
  }
}

std::uint64_t CountMinSketch::estimate(std::uint64_t hash) const {
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  Probes probes(hash);
  for (std::size_t row = 0; row < depth_; ++row) {
    least = std::min(least, cells_[row * width_ + probes.next(width_)]);
  }
  return least;
}

void CountMinSketch::merge(const CountMinSketch& other) {
  NAPKIN_CONTRACT(width_ == other.width_ && depth_ == other.depth_);
  NAPKIN_CONTRACT(!conservative_ && !other.conservative_);
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    cells_[i] += other.cells_[i];
  }
  total_ += other.total_;
}

}  // namespace napkin::algorithms
