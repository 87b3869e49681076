#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/algorithms/placement/jump.h"
#include "models/algorithms/placement/ketama.h"
#include "models/algorithms/placement/maglev.h"
#include "models/algorithms/placement/moves.h"
#include "models/algorithms/placement/redis_slots.h"
#include "models/algorithms/placement/rendezvous.h"
#include "models/algorithms/placement/slot_ring.h"
#include "tests/models/algorithms/random_words.h"
#include "tests/models/algorithms/reference_csv.h"

namespace napkin::algorithms {
namespace {

using testing::CsvRow;
using ::testing::ElementsAre;
using testing::RandomWords;
using testing::read_reference_csv;
using testing::rows_of;

std::vector<CsvRow> vectors_of(std::string_view function) {
  return rows_of(read_reference_csv("hash_vectors.csv"), function);
}

std::uint32_t number_after(const std::string& text, const std::string& mark) {
  const std::size_t place = mark.empty() ? 0 : text.find(mark) + mark.size();
  return static_cast<std::uint32_t>(std::stoul(text.substr(place)));
}

TEST(Jump, GivesThePublishedBuckets) {
  const auto rows = vectors_of("jump_consistent_hash");
  ASSERT_EQ(rows.size(), 7U);
  for (const CsvRow& row : rows) {
    const std::uint32_t buckets = number_after(row.at(2), "buckets=");
    EXPECT_EQ(jump_hash(std::stoull(row.at(1)), buckets), std::stoul(row.at(3))) << row.at(1);
  }
}

TEST(Jump, TheLastNodeTakesThePlaceOfOneThatLeaves) {
  JumpPlacement placement;
  for (std::uint32_t id = 0; id < 10; ++id) {
    placement.add({.id = NodeId{id}});
  }
  const MoveReport last = moves_on_leave(placement, NodeId{9});
  EXPECT_NEAR(last.moved, 0.1, 0.01);
  const MoveReport first = moves_on_leave(placement, NodeId{0});
  EXPECT_NEAR(first.moved, 0.19, 0.01);  // 0.1 of the leaver's and 0.9 of the last one's 0.1
}

// Two nodes with one and the same order take its entries in turn.
TEST(Maglev, PermutesAsInThePaper) {
  const auto rows = vectors_of("maglev_permutation");
  ASSERT_EQ(rows.size(), 1U);
  const MaglevPermutation permutation{.offset = number_after(rows[0].at(1), "offset="),
                                      .skip = number_after(rows[0].at(1), "skip=")};
  const auto table =
      maglev_table(std::vector{permutation, permutation}, number_after(rows[0].at(2), "M="));
  std::istringstream order(rows[0].at(3));
  std::uint32_t turn = 0;
  for (std::size_t entry = 0; order >> entry; ++turn) {
    EXPECT_EQ(table.at(entry), turn % 2) << "entry " << entry;
  }
  EXPECT_EQ(turn, 7U);
}

/// "B0(3;4) B2(3;1) (B1 removed)": the names, and their permutations.
std::pair<std::vector<std::string>, std::vector<MaglevPermutation>> parse_maglev(
    const std::string& text) {
  std::pair<std::vector<std::string>, std::vector<MaglevPermutation>> parsed;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (word.find(';') != std::string::npos) {
      parsed.first.push_back(word.substr(0, word.find('(')));
      parsed.second.push_back({number_after(word, "("), number_after(word, ";"), 1});
    }
  }
  return parsed;
}

TEST(Maglev, FillsTheTablesOfThePaper) {
  const auto rows = vectors_of("maglev_table");
  ASSERT_EQ(rows.size(), 2U);
  for (const CsvRow& row : rows) {
    const auto [names, permutations] = parse_maglev(row.at(1));
    std::string table;
    for (const std::uint32_t node : maglev_table(permutations, number_after(row.at(2), "M="))) {
      table += (table.empty() ? "" : " ") + names[node];
    }
    EXPECT_EQ(table, row.at(3));
  }
}

/// Pseudocode 1 of the paper, with whole permutations written out.
std::vector<std::uint32_t> maglev_as_published(const std::vector<MaglevPermutation>& nodes,
                                               std::uint32_t size) {
  std::vector<std::vector<std::uint32_t>> permutation(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (std::uint64_t j = 0; j < size; ++j) {
      permutation[i].push_back(
          static_cast<std::uint32_t>((nodes[i].offset + j * nodes[i].skip) % size));
    }
  }
  std::vector<std::size_t> next(nodes.size(), 0);
  std::vector<int> entry(size, -1);
  for (std::uint32_t filled = 0; true;) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      std::uint32_t candidate = permutation[i][next[i]];
      while (entry[candidate] >= 0) {
        candidate = permutation[i][++next[i]];
      }
      entry[candidate] = static_cast<int>(i);
      ++next[i];
      if (++filled == size) {
        return {entry.begin(), entry.end()};
      }
    }
  }
}

TEST(Maglev, AgreesWithThePublishedPseudocode) {
  RandomWords random(1);
  for (int round = 0; round < 200; ++round) {
    const std::vector<std::uint32_t> primes = {7, 101, 499, 1009};
    const std::uint32_t size = primes[random.below(primes.size())];
    std::vector<MaglevPermutation> nodes(1 + random.below(std::min(size - 1, 30U)));
    for (MaglevPermutation& node : nodes) {
      node.offset = static_cast<std::uint32_t>(random.below(size));
      node.skip = static_cast<std::uint32_t>(1 + random.below(size - 1));
    }
    ASSERT_EQ(maglev_table(nodes, size), maglev_as_published(nodes, size));
  }
}

TEST(Maglev, IsBalancedToOneEntry) {
  MaglevPlacement placement({.table_size = 5003});
  for (std::uint32_t id = 0; id < 30; ++id) {
    placement.add({.id = NodeId{id}});
  }
  std::map<NodeId, int> entries;
  for (std::uint64_t entry = 0; entry < 5003; ++entry) {
    entries[placement.owner(entry)] += 1;
  }
  for (const auto& [id, count] : entries) {
    EXPECT_NEAR(count, 5003 / 30.0, 1.0);
  }
}

TEST(Rendezvous, EqualWeightsGiveTheSameOrderWhateverTheWeight) {
  RendezvousPlacement light;
  RendezvousPlacement heavy;
  for (std::uint32_t id = 0; id < 9; ++id) {
    light.add({.id = NodeId{id}, .weight = 1});
    heavy.add({.id = NodeId{id}, .weight = 5});
  }
  light.add({.id = NodeId{9}, .weight = 2});  // from here on the logarithm decides
  heavy.add({.id = NodeId{9}, .weight = 10});
  RandomWords random(2);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t hash = random.next();
    ASSERT_EQ(light.owner(hash), heavy.owner(hash));
  }
}

TEST(Rendezvous, AJoinMovesOnlyTheNewNodesShareWhateverItsWeight) {
  RendezvousPlacement placement;
  for (std::uint32_t id = 0; id < 6; ++id) {
    placement.add({.id = NodeId{id}, .weight = 1 + id});
  }
  const MoveReport report = moves_on_join(placement, {.id = NodeId{9}, .weight = 9});
  EXPECT_NEAR(report.moved, 9.0 / 30, 0.01);
  EXPECT_NEAR(report.least, 9.0 / 30, 1e-12);
  for (const auto& flow : report.flows) {
    EXPECT_EQ(flow.to, NodeId{9});
  }
}

TEST(RedisSlots, GivesTheSlotsOfTheSpecification) {
  const auto rows = vectors_of("redis_cluster_slot");
  ASSERT_EQ(rows.size(), 10U);
  for (const CsvRow& row : rows) {
    EXPECT_EQ(redis_slot(row.at(1)), std::stoul(row.at(3))) << row.at(1);
  }
  EXPECT_EQ(redis_slot("foo{}{bar}"), redis_slot("foo{}{bar}"));
  EXPECT_NE(redis_slot("foo{}{bar}"), redis_slot("bar")) << "an empty tag hashes the whole key";
  EXPECT_EQ(redis_slot("foo{bar"), redis_slot("foo{bar"));
  EXPECT_NE(redis_slot("foo{bar"), redis_slot("bar"));
}

TEST(RedisSlots, StaysBalancedToOneSlotAndMovesTheLeast) {
  RedisSlots cluster;
  RandomWords random(3);
  std::set<NodeId> members;
  for (int round = 0; round < 24; ++round) {
    const NodeId id{static_cast<std::uint32_t>(random.below(15))};
    const RedisSlots before = cluster;
    members.contains(id) ? static_cast<void>(cluster.remove(id)) : cluster.add({.id = id});
    members.contains(id) ? static_cast<void>(members.erase(id))
                         : static_cast<void>(members.insert(id));
    if (members.empty()) {
      continue;
    }
    std::map<NodeId, int> slots;
    for (std::uint64_t slot = 0; slot < RedisSlots::kSlots; ++slot) {
      slots[cluster.owner(slot)] += 1;
    }
    for (const auto& [node, count] : slots) {
      ASSERT_NEAR(count, 16384.0 / static_cast<double>(members.size()), 1.0);
    }
    if (before.size() > 0) {
      const MoveReport report = moves_between(before, cluster);
      ASSERT_TRUE(report.exact);
      ASSERT_NEAR(report.moved, report.least, 16.0 / 16384);
    }
  }
}

std::map<NodeId, int> arcs_of(const SlotRing& ring, std::uint64_t slots) {
  std::map<NodeId, int> arcs;
  for (std::uint64_t slot = 0; slot < slots; ++slot) {
    arcs[ring.owner(slot)] += 1;
  }
  return arcs;
}

// As the construction promises: "from two machines to three, only a third of the data moves".
TEST(SlotRing, FromTwoToThreeMachinesAThirdMoves) {
  SlotRing ring;
  ring.add({.id = NodeId{0}});
  EXPECT_NEAR(moves_on_join(ring, {.id = NodeId{1}}).moved, 0.5, 1e-12);
  ring.add({.id = NodeId{1}});
  const MoveReport report = moves_on_join(ring, {.id = NodeId{2}});
  EXPECT_TRUE(report.exact);
  EXPECT_NEAR(report.moved, 1.0 / 3, 1e-12);
  EXPECT_EQ(report.ranges.size(), 2U) << "one stretch from each";
  EXPECT_EQ(report.flows.size(), 2U);
  EXPECT_NEAR(report.flows[0].share, report.flows[1].share, 1e-12);
}

TEST(SlotRing, OnlyTheTwoNeighboursGiveOrTake) {
  SlotRing ring;
  RandomWords random(4);
  std::set<std::uint32_t> members;
  for (int round = 0; round < 600; ++round) {
    const auto id = static_cast<std::uint32_t>(random.below(20));
    const SlotRing before = ring;
    const bool joins = !members.contains(id);
    if (joins) {
      ring.add({.id = NodeId{id}});
      members.insert(id);
    } else {
      ring.remove(NodeId{id});
      members.erase(id);
    }
    if (members.empty() || before.size() == 0) {
      continue;
    }
    const MoveReport report = moves_between(before, ring);
    ASSERT_LE(report.flows.size(), 2U);
    for (const auto& flow : report.flows) {
      ASSERT_EQ(joins ? flow.to : flow.from, NodeId{id});
    }
    const auto arcs = arcs_of(ring, 360);
    ASSERT_EQ(arcs.size(), members.size());
    // Each node has one arc: as many borders as nodes, once round the ring.
    std::size_t borders = 0;
    for (std::uint64_t slot = 0; slot < 360; ++slot) {
      borders += ring.owner(slot) != ring.owner((slot + 1) % 360) ? 1 : 0;
    }
    ASSERT_EQ(borders, members.size() == 1 ? 0 : members.size());
  }
}

TEST(SlotRing, HoldsAsManyNodesAsSlotsAndNoMore) {
  SlotRing ring(7);
  for (std::uint32_t id = 0; id < 7; ++id) {
    ring.add({.id = NodeId{id}});
  }
  EXPECT_EQ(arcs_of(ring, 7).size(), 7U);
  EXPECT_THROW(ring.add({.id = NodeId{7}}), std::invalid_argument);
}

KetamaRing ketama_of(const std::vector<std::uint32_t>& weights,
                     const std::string& prefix,
                     bool weighted,
                     bool spymemcached) {
  KetamaRing ring({.name =
                       [=](NodeId id) {
                         const std::string host = prefix + std::to_string(number_of(id) + 1);
                         return spymemcached ? spymemcached_name(host, 11211)
                                             : libmemcached_name(host, 11211);
                       },
                   .weighted = weighted});
  std::vector<Node> nodes;
  for (std::uint32_t id = 0; id < weights.size(); ++id) {
    nodes.push_back({.id = NodeId{id}, .weight = weights[id]});
  }
  ring.add_all(nodes);
  return ring;
}

const std::vector<std::uint32_t> kReferenceWeights = {600, 300, 200, 350, 1000, 800, 950, 100};

TEST(Ketama, PlacesKeysWhereLibmemcachedDoes) {
  const KetamaRing weighted = ketama_of(kReferenceWeights, "10.0.1.", true, false);
  const KetamaRing unweighted = ketama_of({1, 1, 1}, "10.0.0.", false, false);
  std::size_t compared = 0;
  for (const CsvRow& row : vectors_of("ketama")) {
    const bool is_weighted = row.at(0).find("unweighted") == std::string::npos;
    const std::uint32_t hash = ketama_hash(row.at(1));
    if (is_weighted) {
      EXPECT_EQ(hash, number_after(row.at(2), "md5 key hash ")) << row.at(1);
    }
    const NodeId owner = (is_weighted ? weighted : unweighted).owner(hash);
    EXPECT_EQ((is_weighted ? "10.0.1." : "10.0.0.") + std::to_string(number_of(owner) + 1),
              row.at(3))
        << row.at(1);
    ++compared;
  }
  EXPECT_EQ(compared, 25U);
}

std::string from_hexadecimal(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

TEST(Ketama, PassesTheTestTablesOfLibmemcachedAndSpymemcached) {
  const auto rows = read_reference_csv("ketama_vectors.csv");
  ASSERT_EQ(rows.size(), 198U);
  for (const CsvRow& row : rows) {
    const bool spymemcached = row.at(0) == "spymemcached";
    const KetamaRing ring = ketama_of(kReferenceWeights, "10.0.1.", true, spymemcached);
    const std::uint32_t hash = ketama_hash(from_hexadecimal(row.at(1)));
    EXPECT_EQ(hash, std::stoul(row.at(2)));
    if (!spymemcached) {  // its table repeats the other's points
      EXPECT_EQ(ring.point_after(hash), std::stoul(row.at(3)));
    }
    EXPECT_EQ("10.0.1." + std::to_string(number_of(ring.owner(hash)) + 1), row.at(4));
  }
}

TEST(Ketama, GoesRoundAfterTheLastPoint) {
  const KetamaRing ring = ketama_of(kReferenceWeights, "10.0.1.", true, false);
  EXPECT_EQ(ketama_hash("VDEAAAAA"), 0xfffcd1b5U);
  EXPECT_EQ(ring.owner(ketama_hash("VDEAAAAA")), ring.owner(0));
  EXPECT_LT(ring.point_after(0xffffffff), 0xffffffffU);
}

TEST(Ketama, NamesServersWithTheirPortUnlessItIsMemcacheds) {
  EXPECT_EQ(libmemcached_name("a", 11211), "a");
  EXPECT_EQ(libmemcached_name("a", 11212), "a:11212");
  EXPECT_EQ(spymemcached_name("10.0.0.1", 11211), "/10.0.0.1:11211");
}

}  // namespace
}  // namespace napkin::algorithms
