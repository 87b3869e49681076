#pragma once

#include "sim/kernel/law.h"
#include "sim/kernel/random.h"
#include "sim/kernel/time.h"

namespace napkin {

/// How messages travel between two places, in one direction.
///
/// Defaults by distance are those of the documents (D 28: lines between rooms of one city 1 to 3
/// ms, within a country at most 50 ms, between countries 100 to 200 ms; B 2: half a millisecond for
/// a round trip within a data centre).
struct LinkOptions {
  Law latency;                    ///< one way, in nanoseconds
  double bandwidth_bps = 0;       ///< bits per second of the line; 0: unlimited
  double loss = 0;                ///< probability that a message is lost, 0..1
  double duplicate = 0;           ///< probability that a message arrives twice, 0..1
  double reorder = 0;             ///< probability that a message is held up and overtaken, 0..1
  Duration reorder_delay = 10ms;  ///< for how long

  /// Whether every message arrives, once.
  [[nodiscard]] bool is_faultless() const { return loss <= 0 && duplicate <= 0 && reorder <= 0; }

  static LinkOptions same_host();
  static LinkOptions same_zone();
  static LinkOptions same_city();
  static LinkOptions national();
  static LinkOptions international();
};

/// A line with a bandwidth: one message leaves after the other.
class Transmitter {
 public:
  /// When the last bit of a message of `bytes`, ready at `now`, has left.
  Time depart(Time now, std::uint32_t bytes, double bandwidth_bps) {
    if (bandwidth_bps <= 0) {
      return now;
    }
    const Time start = free_at_ > now ? free_at_ : now;
    const double took_ns = 8e9 * static_cast<double>(bytes) / bandwidth_bps;
    free_at_ = add_saturating(start, Law::to_duration(took_ns));
    return free_at_;
  }

 private:
  Time free_at_{0};
};

}  // namespace napkin
