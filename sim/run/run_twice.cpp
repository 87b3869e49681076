#include "sim/run/run_twice.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace napkin {

namespace {

constexpr std::uint64_t kCheckpointEvery = 4096;

/// What is remembered of one region's events.
class Witness {
 public:
  /// Keeps checkpoints; and in words the events from `since` on, as many as lie between two.
  Witness(Kernel& kernel, std::optional<std::uint64_t> since) : kernel_(kernel), since_(since) {
    kernel_.observe(&Witness::on_event, this);
  }

  ~Witness() { kernel_.observe(nullptr, nullptr); }

  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;

  /// Checkpoints so far, and the fingerprint at the end.
  [[nodiscard]] std::vector<std::uint64_t> checkpoints() const {
    std::vector<std::uint64_t> all = checkpoints_;
    all.push_back(kernel_.fingerprint());
    return all;
  }

  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }

 private:
  static void on_event(void* self, Time time, std::uint64_t order, const Event& event) {
    static_cast<Witness*>(self)->note(time, order, event);
  }

  void note(Time time, std::uint64_t order, const Event& event) {
    ++count_;
    if (count_ % kCheckpointEvery == 0) {
      checkpoints_.push_back(kernel_.fingerprint());
    }
    if (since_ && count_ > *since_ && words_.size() <= kCheckpointEvery) {
      words_.push_back(
          fmt::format("at {} ns, order {}: {}", time.count(), order, event.describe()));
    }
  }

  Kernel& kernel_;
  std::optional<std::uint64_t> since_;
  std::uint64_t count_ = 0;
  std::vector<std::uint64_t> checkpoints_;
  std::vector<std::string> words_;
};

using Witnesses = std::vector<std::unique_ptr<Witness>>;

Witnesses watch(Simulation& simulation, std::optional<std::uint64_t> since) {
  Witnesses witnesses;
  for (const auto& region : simulation.world().regions()) {
    witnesses.push_back(std::make_unique<Witness>(region->kernel(), since));
  }
  return witnesses;
}

}  // namespace

std::optional<RunDifference> RunTwice::compare() {
  std::vector<std::vector<std::uint64_t>> checkpoints[2];
  for (const int run : {0, 1}) {
    const std::unique_ptr<Simulation> simulation = make_(run);
    const Witnesses witnesses = watch(*simulation, std::nullopt);
    RunResult result = simulation->run();
    for (const auto& witness : witnesses) {
      checkpoints[run].push_back(witness->checkpoints());
    }
    if (run == 0) {
      result_ = std::move(result);
    }
  }
  for (std::size_t region = 0; region < checkpoints[0].size(); ++region) {
    const auto& first = checkpoints[0][region];
    const auto& second = checkpoints[1][region];
    const auto [end, other_end] =
        std::mismatch(first.begin(), first.end(), second.begin(), second.end());
    if (end != first.end() || other_end != second.end()) {
      const auto equal = static_cast<std::uint64_t>(end - first.begin());
      return look_closer({region, equal * kCheckpointEvery});
    }
  }
  return std::nullopt;
}

/// Both runs once more, with the events around the first difference in words.
RunDifference RunTwice::look_closer(const Place& place) {
  std::vector<std::string> words[2];
  RunDifference difference;
  // The fingerprint at a checkpoint does not yet hold the event that it is taken before.
  const std::uint64_t since = place.after_events == 0 ? 0 : place.after_events - 1;
  for (const int run : {0, 1}) {
    const std::unique_ptr<Simulation> simulation = make_(run);
    const Witnesses witnesses = watch(*simulation, since);
    simulation->run();
    words[run] = witnesses[place.region]->words();
    difference.region = simulation->world().regions()[place.region]->name();
  }
  const auto [first, second] =
      std::mismatch(words[0].begin(), words[0].end(), words[1].begin(), words[1].end());
  const bool found = first != words[0].end() || second != words[1].end();
  const std::string none =
      found ? "nothing: the run has ended" : "not the same difference when run again";
  difference.event = since + static_cast<std::uint64_t>(first - words[0].begin()) + 1;
  difference.first = first == words[0].end() ? none : *first;
  difference.second = second == words[1].end() ? none : *second;
  return difference;
}

}  // namespace napkin
