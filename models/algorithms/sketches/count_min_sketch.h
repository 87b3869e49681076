#pragma once

#include <cstddef>  // size_t
#include <cstdint>  // uint64_t
#include <vector>   // vector

namespace napkin::algorithms {

/// How often each of many items came, in a table far smaller than the number of items. Never too
/// low; too high by more than error x total with probability at most `failure`.
///
/// Each of `depth` rows counts an item in one cell, together with whatever else falls there; the
/// least of its cells is the estimate. Conservative update raises only the cells that hold the
/// least: same guarantee, less error on skewed streams, but such sketches cannot be merged.
///
/// add and estimate: O(depth). Memory: 8 bytes x width x depth.
/// Source: G. Cormode, S. Muthukrishnan, "An improved data stream summary: the count-min sketch and
/// its applications", 2005, section 3; conservative update: C. Estan, G. Varghese, 2002.
///
///     CountMinSketch views({.error = 0.001, .failure = 0.01});
///     views.add(hash(video));
///     if (views.estimate(hash(video)) > 1'000) treat_as_hot(video);
class CountMinSketch final {
 public:
  struct Options {
    double error = 0.001;   ///< width = e / error, (0, 1)
    double failure = 0.01;  ///< depth = ln(1 / failure), (0, 1)
    bool conservative = false;
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit CountMinSketch(const Options& options);

  void add(std::uint64_t hash, std::uint64_t times = 1);
  [[nodiscard]] std::uint64_t estimate(std::uint64_t hash) const;

  /// Adds what `other` counted. Requires: the same options, and not conservative.
  void merge(const CountMinSketch& other);

  /// Sum of all that was added.
  [[nodiscard]] std::uint64_t total() const { return total_; }

  [[nodiscard]] std::size_t width() const { return width_; }

  [[nodiscard]] std::size_t depth() const { return depth_; }

  [[nodiscard]] std::size_t memory_bytes() const { return cells_.size() * sizeof(std::uint64_t); }

 private:
  std::size_t width_;
  std::size_t depth_;
  bool conservative_;
  std::uint64_t total_ = 0;
  std::vector<std::uint64_t> cells_;  // row by row
};

}  // namespace napkin::algorithms
