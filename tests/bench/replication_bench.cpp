// What the algorithms of replication and membership cost. Run in release.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "models/algorithms/consensus/raft.h"
#include "models/algorithms/hash/mix.h"
#include "models/algorithms/membership/swim.h"
#include "models/algorithms/replication/log_shipping.h"
#include "models/algorithms/replication/merkle_tree.h"
#include "models/algorithms/replication/quorum.h"
#include "models/algorithms/replication/version_vector.h"
#include "models/algorithms/replication/write_ahead_log.h"

namespace napkin::algorithms {
namespace {

NodeId node(std::uint64_t number) {
  return NodeId{static_cast<std::uint32_t>(number)};
}

void quorum_tally(benchmark::State& state) {
  for (auto _ : state) {
    QuorumTally tally(3, 2);
    tally.on_success(0);
    tally.on_success(2);
    benchmark::DoNotOptimize(tally.outcome());
  }
}

BENCHMARK(quorum_tally);

void log_append_and_flush(benchmark::State& state) {
  WriteAheadLog<std::uint64_t> log;
  for (auto _ : state) {
    log.append(7);
    if (log.end() - log.purged() == 1'024) {
      log.mark_durable(log.end());
      log.purge_through(log.end());
    }
  }
}

BENCHMARK(log_append_and_flush);

// The obvious alternative: a vector that is emptied.
void vector_append_and_clear(benchmark::State& state) {
  std::vector<std::uint64_t> log;
  for (auto _ : state) {
    log.push_back(7);
    if (log.size() == 1'024) {
      log.clear();
    }
    benchmark::DoNotOptimize(log.data());
  }
}

BENCHMARK(vector_append_and_clear);

void semi_synchronous_commit(benchmark::State& state) {
  LogShipping shipping({.mode = ReplicationMode::kSemiSynchronous});
  for (std::uint64_t replica = 0; replica < 3; ++replica) {
    shipping.add_replica(node(replica), {});
  }
  LogPosition position;
  for (auto _ : state) {
    position = position + 1;
    shipping.on_appended(position);
    shipping.on_received(node(position.records % 3), position);
    benchmark::DoNotOptimize(shipping.committed(position));
  }
}

BENCHMARK(semi_synchronous_commit);

void version_vector_compare(benchmark::State& state) {
  VersionVector left;
  for (std::uint64_t each = 0; each < static_cast<std::uint64_t>(state.range(0)); ++each) {
    left.increment(node(each * 7));
  }
  VersionVector right = left;
  right.increment(node(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(left.compare(right));
  }
}

BENCHMARK(version_vector_compare)->Arg(3)->Arg(10);

// The obvious alternative: a map of counters.
void counter_map_compare(benchmark::State& state) {
  std::map<std::uint64_t, std::uint64_t> left;
  for (std::uint64_t each = 0; each < static_cast<std::uint64_t>(state.range(0)); ++each) {
    left[each * 7] = 1;
  }
  auto right = left;
  right[0] = 2;
  const auto has_all = [](const auto& one, const auto& other) {
    for (const auto& [key, counter] : other) {
      const auto found = one.find(key);
      if (found == one.end() || found->second < counter) {
        return false;
      }
    }
    return true;
  };
  for (auto _ : state) {
    benchmark::DoNotOptimize(has_all(left, right));
    benchmark::DoNotOptimize(has_all(right, left));
  }
}

BENCHMARK(counter_map_compare)->Arg(3)->Arg(10);

void merkle_update(benchmark::State& state) {
  MerkleTree tree(static_cast<int>(state.range(0)));
  std::uint64_t key = 0;
  for (auto _ : state) {
    ++key;
    tree.add(mix64(key), key);
  }
}

BENCHMARK(merkle_update)->Arg(10)->Arg(15);

// A million keys on each side, of which ten differ; beside comparing all hashes one by one.
void merkle_diff(benchmark::State& state) {
  MerkleTree left(15);
  for (std::uint64_t key = 0; key < 1'000'000; ++key) {
    left.add(mix64(key), key);
  }
  MerkleTree right = left;
  for (std::uint64_t key = 0; key < 10; ++key) {
    right.add(mix64(key), 99);
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(MerkleTree::diff(left, right));
  }
}

BENCHMARK(merkle_diff);

void compare_all_hashes(benchmark::State& state) {
  std::vector<std::uint64_t> left(1'000'000, 7);
  std::vector<std::uint64_t> right = left;
  for (std::size_t key = 0; key < 10; ++key) {
    right[key * 99'999] = 8;
  }
  for (auto _ : state) {
    std::size_t differing = 0;
    for (std::size_t at = 0; at < left.size(); ++at) {
      differing += left[at] != right[at] ? 1U : 0U;
    }
    benchmark::DoNotOptimize(differing);
  }
}

BENCHMARK(compare_all_hashes);

// One period of one member of a group: its ping and the ack, rumors on both.
void swim_period(benchmark::State& state) {
  Swim asker(node(0), {}, 1);
  for (std::uint64_t each = 1; each < static_cast<std::uint64_t>(state.range(0)); ++each) {
    asker.add_member(node(each));
  }
  Time now = 0s;
  for (auto _ : state) {
    for (const SwimMessage& ping : asker.tick(now)) {
      asker.receive({SwimMessage::Kind::kAck, ping.to, ping.from, ping.to, ping.sequence, {}}, now);
    }
    now += 1s;
  }
}

BENCHMARK(swim_period)->Arg(10)->Arg(1'000);

// A command through a group of three, from the proposal to the commit on the leader.
void raft_commit(benchmark::State& state) {
  const std::set<NodeId> servers{node(0), node(1), node(2)};
  Raft leader(node(0), servers, {}, 1, 0s);
  Raft follower(node(1), servers, {}, 2, 0s);
  const auto exchange = [&](const Raft::Messages& messages) {
    for (const RaftMessage& message : messages) {
      if (message.to == node(1)) {
        for (const RaftMessage& reply : follower.receive(message, 1s)) {
          leader.receive(reply, 1s);
        }
      }
    }
  };
  Raft::Messages out = leader.tick(1s);
  exchange(out);
  for (auto _ : state) {
    out.clear();
    leader.propose("set x to 1", 1s, &out);
    exchange(out);
    benchmark::DoNotOptimize(leader.take_committed());
  }
}

BENCHMARK(raft_commit);

}  // namespace
}  // namespace napkin::algorithms
