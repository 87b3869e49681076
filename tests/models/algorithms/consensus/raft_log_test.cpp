#include "models/algorithms/consensus/raft_log.h"

#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

RaftLog log_of(const std::vector<RaftTerm>& terms) {
  RaftLog log;
  for (const RaftTerm term : terms) {
    log.append({term, "", false});
  }
  return log;
}

std::vector<RaftTerm> terms_of(const RaftLog& log) {
  std::vector<RaftTerm> terms;
  for (const RaftEntry& entry : log.slice(1, log.last_index())) {
    terms.push_back(entry.term);
  }
  return terms;
}

std::vector<RaftEntry> entries_of(const std::vector<RaftTerm>& terms) {
  return log_of(terms).slice(1, terms.size());
}

TEST(RaftLog, HasTermZeroBeforeTheFirstEntry) {
  const RaftLog log;
  EXPECT_EQ(log.last_index(), 0U);
  EXPECT_EQ(log.last_term(), 0U);
  EXPECT_TRUE(log.matches(0, 0));
  EXPECT_FALSE(log.matches(1, 0));
}

// Section 5.4.1: the later last term wins, then the longer log.
TEST(RaftLog, ComparesHowFarLogsGo) {
  const RaftLog log = log_of({1, 1, 2});
  EXPECT_TRUE(log.is_not_ahead_of(3, 2));
  EXPECT_TRUE(log.is_not_ahead_of(1, 3));
  EXPECT_FALSE(log.is_not_ahead_of(2, 2));
  EXPECT_FALSE(log.is_not_ahead_of(9, 1));
}

// Figure 7: the leader of term 8 brings the logs (a) to (f) in line with its own.
TEST(RaftLog, IsBroughtInLineInAllCasesOfFigure7) {
  const std::vector<RaftTerm> leader{1, 1, 1, 4, 4, 5, 5, 6, 6, 6};
  const std::vector<std::vector<RaftTerm>> followers{{1, 1, 1, 4, 4, 5, 5, 6, 6},
                                                     {1, 1, 1, 4},
                                                     {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6},
                                                     {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7},
                                                     {1, 1, 1, 4, 4, 4, 4},
                                                     {1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3}};
  for (const auto& terms : followers) {
    RaftLog log = log_of(terms);
    auto entries = leader;
    entries.push_back(8);
    log.merge_behind(0, entries_of(entries));
    EXPECT_EQ(terms_of(log), entries);
  }
}

TEST(RaftLog, IsNotShortenedByALateMessage) {
  RaftLog log = log_of({1, 1, 2});
  EXPECT_FALSE(log.merge_behind(0, entries_of({1})));
  EXPECT_EQ(terms_of(log), (std::vector<RaftTerm>{1, 1, 2}));
}

TEST(RaftLog, FindsTheFirstEntryOfATerm) {
  const RaftLog log = log_of({1, 2, 2, 2, 5});
  EXPECT_EQ(log.first_index_of_term_at(4), 2U);
  EXPECT_EQ(log.first_index_of_term_at(1), 1U);
  EXPECT_EQ(log.first_index_of_term_at(5), 5U);
}

TEST(RaftLog, SlicesWithinItsBounds) {
  const RaftLog log = log_of({1, 2, 3});
  EXPECT_EQ(log.slice(2, 9).size(), 2U);
  EXPECT_EQ(log.slice(4, 9).size(), 0U);
  EXPECT_EQ(log.slice(1, 0).size(), 0U);
}

// The rule as the paper's figure 2 words it, an entry at a time.
std::vector<RaftTerm> merged_by_the_rule(std::vector<RaftTerm> log,
                                         std::size_t previous,
                                         const std::vector<RaftTerm>& entries) {
  for (std::size_t offset = 0; offset < entries.size(); ++offset) {
    const std::size_t at = previous + offset;
    if (at < log.size() && log[at] != entries[offset]) {
      log.resize(at);  // delete the conflicting entry and all that follow it
    }
    if (at >= log.size()) {
      log.push_back(entries[offset]);
    }
  }
  return log;
}

TEST(RaftLog, MergesAsTheRuleOfFigure2Says) {
  std::mt19937_64 random(41);
  for (int round = 0; round < 30'000; ++round) {
    const auto rising_terms = [&](RaftTerm term) {
      std::vector<RaftTerm> terms(random() % 8);
      for (RaftTerm& each : terms) {
        term += random() % 2;
        each = term;
      }
      return terms;
    };
    const auto terms = rising_terms(1);
    const std::size_t previous = random() % (terms.size() + 1);
    const auto entries = rising_terms(previous == 0 ? 1 : terms[previous - 1]);
    RaftLog log = log_of(terms);
    const bool changed = log.merge_behind(previous, entries_of(entries));
    ASSERT_EQ(terms_of(log), merged_by_the_rule(terms, previous, entries));
    ASSERT_EQ(changed, terms_of(log) != terms);
  }
}

}  // namespace
}  // namespace napkin::algorithms
