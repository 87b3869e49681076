// Elections of the real Raft code: servers whose leader is gone, and a network that takes time.
#include <algorithm>
#include <memory>
#include <queue>
#include <set>
#include <vector>

#include "cli/trust/row_plan.h"
#include "models/algorithms/consensus/raft.h"
#include "sim/kernel/random.h"

namespace napkin::cli {

namespace {

using algorithms::NodeId;
using algorithms::Raft;
using algorithms::RaftMessage;
using Span = algorithms::Duration;

/// A group of `servers`, of which the first `available` are there; all begin to wait at time 0.
struct ElectionOptions {
  std::uint64_t servers = 5;
  std::uint64_t available = 5;
  Span timeout_min{0};
  Span timeout_max{0};
  Span latency_min{0};
  Span latency_max{0};
};

/// One election, from the beginning of the wait until somebody leads.
class Election {
 public:
  Election(const ElectionOptions& options, std::uint64_t seed)
      : options_(options), latency_(seed, "election", "latency") {
    std::set<NodeId> all;
    for (std::uint64_t index = 0; index < options.servers; ++index) {
      all.insert(static_cast<NodeId>(index));
    }
    algorithms::RaftOptions raft;
    raft.election_timeout_min = options.timeout_min;
    raft.election_timeout_max = options.timeout_max;
    raft.heartbeat_period = options.timeout_min / 2;
    for (std::uint64_t index = 0; index < options.available; ++index) {
      servers_.push_back(std::make_unique<Raft>(
          static_cast<NodeId>(index), all, raft, seed * options.servers + index, Span{0}));
    }
  }

  /// Goes on until there is a leader.
  void run() {
    while (std::ranges::none_of(servers_, [](const auto& server) {
      return server->role() == algorithms::RaftRole::kLeader;
    })) {
      step();
    }
  }

  [[nodiscard]] Span now() const { return now_; }

  /// Elections that it took.
  [[nodiscard]] std::uint64_t terms() const {
    std::uint64_t most = 0;
    for (const auto& server : servers_) {
      most = std::max(most, static_cast<std::uint64_t>(server->term()));
    }
    return most;
  }

 private:
  struct Flight {
    Span arrives;
    std::uint64_t number;
    RaftMessage message;

    friend bool operator<(const Flight& a, const Flight& b) {
      return std::pair(a.arrives, a.number) > std::pair(b.arrives, b.number);
    }
  };

  /// The next message that arrives, or time-out, whichever is first.
  void step() {
    const auto first = std::ranges::min_element(
        servers_, {}, [](const auto& server) { return server->next_deadline(); });
    if (!flights_.empty() && flights_.top().arrives <= (*first)->next_deadline()) {
      const Flight flight = flights_.top();
      flights_.pop();
      now_ = flight.arrives;
      send(servers_[algorithms::number_of(flight.message.to)]->receive(flight.message, now_));
      return;
    }
    now_ = (*first)->next_deadline();
    send((*first)->tick(now_));
  }

  void send(const Raft::Messages& messages) {
    for (const RaftMessage& message : messages) {
      const double share = latency_.uniform();
      const auto extra = static_cast<std::int64_t>(
          share * static_cast<double>((options_.latency_max - options_.latency_min).count()));
      if (algorithms::number_of(message.to) < servers_.size()) {
        flights_.push({now_ + options_.latency_min + Span{extra}, sent_++, message});
      }
    }
  }

  const ElectionOptions& options_;
  RandomStream latency_;
  std::vector<std::unique_ptr<Raft>> servers_;
  std::priority_queue<Flight> flights_;
  std::uint64_t sent_ = 0;
  Span now_{0};
};

constexpr double kUnitNs = 1e6;  // a unit of the table's time, or a millisecond

Span span(double units) {
  return Span{static_cast<std::int64_t>(units * kUnitNs)};
}

/// The mean of what elections say, over as many as make an interval of a percent or so.
template <class Read>
RowPlan elections(const ElectionOptions& options, Read read) {
  DirectPlanOfRow plan;
  plan.experiments = 20;
  plan.experiment = [options, read](std::uint64_t seed) {
    constexpr std::uint64_t kElections = 2000;
    double sum = 0;
    for (std::uint64_t count = 0; count < kElections; ++count) {
      Election election(options, seed * kElections + count);
      election.run();
      sum += read(election);
    }
    return sum / static_cast<double>(kElections);
  };
  return plan;
}

ElectionOptions group(const RowText& text, double servers) {
  ElectionOptions options;
  options.servers = static_cast<std::uint64_t>(text.number_or("n", servers));
  options.available = static_cast<std::uint64_t>(text.number_or("available", servers));
  return options;
}

/// Time-outs from 1 to 2 units of the table, and a latency that is always the same. A latency of
/// zero would let no vote arrive later than another.
ElectionOptions with_fixed_latency(const RowText& text) {
  ElectionOptions options = group(text, 5);
  options.timeout_min = span(1);
  options.timeout_max = span(2);
  options.latency_min = span(text.number_or("l", 0));
  options.latency_max = options.latency_min;
  return options;
}

RowPlan split_vote(const ReferenceRow&, const RowText& text) {
  return elections(with_fixed_latency(text),
                   [](const Election& election) { return election.terms() > 1 ? 1.0 : 0.0; });
}

double units(const Election& election) {
  return static_cast<double>(election.now().count()) / kUnitNs;
}

/// The old leader crashed, on average, half a heart-beat of 1/2 after the servers heard from it.
RowPlan election_time(const ReferenceRow&, const RowText& text) {
  return elections(with_fixed_latency(text),
                   [](const Election& election) { return units(election) - 0.25; });
}

/// "n=5, timeouts U(300;600)ms, one-way latency U(30;40)ms"
RowPlan wide_area(const ReferenceRow& row, const RowText& text) {
  const std::string& words = row.discipline;
  ElectionOptions options = group(text, number_after(words, "n=").value_or(5));
  options.servers = static_cast<std::uint64_t>(number_after(words, "n=").value_or(5));
  const auto both = [&words](const char* word, Span& least, Span& most) {
    const std::size_t place = words.find(word);
    const std::string rest = place == std::string::npos ? std::string() : words.substr(place);
    least = span(number_after(rest, "U(").value_or(1));
    most = span(number_after(rest, ";").value_or(1));
  };
  both("timeouts", options.timeout_min, options.timeout_max);
  both("latency", options.latency_min, options.latency_max);
  return elections(options, units);
}

const RowModel kModels[] = {
    {"Raft split vote", split_vote},
    {"Raft election time", election_time},
    {"Raft AvailSim WAN", wide_area},
};

}  // namespace

}  // namespace napkin::cli
