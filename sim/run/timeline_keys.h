#pragma once

#include <cstdint>   // int64_t
#include <optional>  // optional
#include <string>    // string
#include <vector>    // vector

#include "sim/kernel/law.h"
#include "sim/net/link.h"
#include "sim/scenario/declaration.h"

namespace napkin {

/// What a `degrade` changes of a line, or of the network card of a host; the rest stays as it is.
struct LineChange {
  std::optional<Law> latency;
  std::optional<double> bandwidth;
  std::optional<double> loss;
  std::optional<double> duplicate;
  std::optional<double> reorder;
  std::optional<Duration> reorder_delay;

  [[nodiscard]] bool empty() const {
    return !latency && !bandwidth && !loss && !duplicate && !reorder;
  }

  /// These settings laid over those of a line.
  [[nodiscard]] LinkOptions over(LinkOptions line) const;
};

void declare(Declaration<LineChange>& keys);

/// So many instances of a component, as that component calls them.
struct InstanceCount {
  std::optional<std::int64_t> nodes;
  std::optional<std::int64_t> replicas;

  [[nodiscard]] std::int64_t count() const { return nodes ? *nodes : replicas.value_or(0); }
};

void declare(Declaration<InstanceCount>& keys);

struct AddKeys {
  std::string to;
  InstanceCount instances;
};

void declare(Declaration<AddKeys>& keys);

struct RemoveKeys {
  std::string from;
  InstanceCount instances;
};

void declare(Declaration<RemoveKeys>& keys);

/// When an entry of the timeline happens: once, again and again, or at random.
struct OccurrenceKeys {
  std::optional<Duration> at;
  std::optional<Duration> lasting;  ///< `for`
  std::optional<Duration> every;
  std::optional<Duration> until;
  std::optional<Law> mtbf;  ///< time from the end of one failure to the next
  std::optional<Law> mttr;  ///< how long each lasts
};

void declare(Declaration<OccurrenceKeys>& keys);

/// An entry of `timeline`: one action, and when it happens.
struct TimelineKeys {
  OccurrenceKeys when;
  std::optional<Address> kill;
  std::optional<Address> restart;
  std::optional<Address> pause;
  std::optional<Address> resume;
  std::optional<Address> slow;
  std::optional<Address> slow_link;
  std::vector<Address> partition;
  std::optional<Address> isolate;
  std::optional<bool> heal;
  std::vector<Address> degrade;
  std::optional<std::string> set;
  std::optional<AddKeys> add;
  std::optional<RemoveKeys> remove;
  std::optional<Address> step_clock;
  std::optional<Address> drift_clock;
  std::optional<double> speed;  ///< with `slow`
  std::optional<Duration> by;   ///< with `slow_link`, `step_clock`
  std::optional<std::int64_t> drift_ppm;
  Node to;  ///< with `set`: read by the unit of the setting
  LineChange change;
  bool one_way = false;      ///< with `partition` and `degrade`: only from the first to the second
  bool power_fails = false;  ///< with `kill`
  bool disk_lost = false;    ///< with `kill`
  Node node;                 ///< where it stands; not a key
  double value = 0;          ///< of `to`, in base units; not a key

  /// Every address in it, for checking them.
  [[nodiscard]] std::vector<Address> addresses() const;

  /// What happens, in words: "kill api[0]"; `who` stands for the address, if it is given.
  [[nodiscard]] std::string describe(const std::string& who = {}) const;
};

void declare(Declaration<TimelineKeys>& keys);

}  // namespace napkin
