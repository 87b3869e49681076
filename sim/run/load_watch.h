#pragma once

#include <cstdint>  // int64_t
#include <memory>   // unique_ptr
#include <string>   // string
#include <vector>   // vector

#include "sim/run/component.h"
#include "sim/stats/run_result.h"

namespace napkin {

/// Finds out what more is asked of than it can do: stations that are always busy while their queue
/// grows, or turns work away, and goes on doing so to the end.
///
/// Keeps what every station had counted at four to eight evenly spaced moments, however long the
/// run turns out to be: when there are too many, every second one is forgotten.
class LoadWatch {
 public:
  /// `components` must outlive the watch.
  explicit LoadWatch(const std::vector<std::unique_ptr<Component>>& components)
      : components_(components) {}

  /// Statistics begin here: at the start, and after the warm-up.
  void restart(Time now);

  /// The run has come to `now`. Cheap unless a moment is due.
  void observe(Time now);

  /// What is overloaded at the end of the run, the worst of each component, in the order of the
  /// scenario.
  [[nodiscard]] std::vector<Overload> overloads(Time end);

 private:
  /// What one line of work had counted by some moment.
  struct Count {
    std::int64_t arrived = 0;  ///< those turned away included
    std::int64_t served = 0;
    std::int64_t turned_away = 0;
    std::int64_t waiting = 0;
    double busy_ns = 0;  ///< summed over servers
  };

  struct Moment {
    Time at{0};
    std::vector<Count> counts;  // as `lines` lists them
  };

  struct Line {
    const Component* component = nullptr;
    std::string address;
    std::int64_t servers = 0;  ///< 0: not known, only its queue tells
    Count count;
  };

  /// What happened between two moments.
  struct Stretch {
    const Count& from;
    const Count& to;
    double seconds = 0;

    [[nodiscard]] double arrived() const { return static_cast<double>(to.arrived - from.arrived); }

    [[nodiscard]] double served() const { return static_cast<double>(to.served - from.served); }

    [[nodiscard]] double left_over() const {
      return static_cast<double>(to.waiting - from.waiting + to.turned_away - from.turned_away);
    }
  };

  [[nodiscard]] std::vector<Line> lines(Time now) const;
  [[nodiscard]] static bool is_overloaded(const Stretch& stretch, std::int64_t servers);
  [[nodiscard]] Stretch stretch(std::size_t from, std::size_t to, std::size_t line) const;
  [[nodiscard]] Overload describe(const Line& line, std::size_t since, std::size_t index) const;
  void take(Time now);
  void thin_out();

  const std::vector<std::unique_ptr<Component>>& components_;
  std::vector<Moment> moments_;
  Duration spacing_{0};
};

}  // namespace napkin
