#include "models/algorithms/queue/producer_sequences.h"

#include <cstdint>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace napkin::algorithms {
namespace {

using Batch = ProducerSequences::Batch;
using Verdict = ProducerSequences::Verdict;

TEST(ProducerSequences, AppendsInOrderAndKnowsARepetition) {
  ProducerSequences sequences;
  const Batch first{.producer = 7, .epoch = 0, .first_sequence = 0, .record_count = 3};
  EXPECT_EQ(sequences.check(first).verdict, Verdict::kAppend);
  sequences.append(first, 100);
  EXPECT_EQ(sequences.check(first).verdict, Verdict::kDuplicate);
  EXPECT_EQ(sequences.check(first).base_offset, 100U);
  EXPECT_EQ(sequences.check({7, 0, 3, 1}).verdict, Verdict::kAppend);
}

TEST(ProducerSequences, RefusesAGap) {
  ProducerSequences sequences;
  sequences.append({7, 0, 0, 3}, 0);
  EXPECT_EQ(sequences.check({7, 0, 4, 1}).verdict, Verdict::kOutOfOrder);
  EXPECT_EQ(sequences.check({7, 0, 1, 2}).verdict, Verdict::kOutOfOrder);
}

TEST(ProducerSequences, RemembersFiveBatches) {
  ProducerSequences sequences;
  for (std::uint32_t i = 0; i < 6; ++i) {
    sequences.append({7, 0, i, 1}, i);
  }
  EXPECT_EQ(sequences.check({7, 0, 1, 1}).verdict, Verdict::kDuplicate);
  EXPECT_EQ(sequences.check({7, 0, 0, 1}).verdict, Verdict::kOutOfOrder);
}

TEST(ProducerSequences, ANewEpochFencesTheOldOne) {
  ProducerSequences sequences;
  sequences.append({7, 3, 0, 1}, 0);
  EXPECT_EQ(sequences.check({7, 4, 1, 1}).verdict, Verdict::kOutOfOrder);
  sequences.append({7, 4, 0, 1}, 1);
  EXPECT_EQ(sequences.check({7, 3, 1, 1}).verdict, Verdict::kFenced);
  EXPECT_EQ(sequences.check({7, 4, 0, 1}).base_offset, 1U);
}

TEST(ProducerSequences, CountsOnFromZeroAfterTheLastNumber) {
  ProducerSequences sequences;
  sequences.append({7, 0, ProducerSequences::kSequenceCount - 2, 3}, 0);
  EXPECT_EQ(sequences.check({7, 0, 1, 1}).verdict, Verdict::kAppend);
  EXPECT_EQ(sequences.check({7, 0, 0, 1}).verdict, Verdict::kOutOfOrder);
}

TEST(ProducerSequences, WritesEachRecordOnceWhateverTheNetworkRepeats) {
  // Producers with five batches in flight over a network that loses requests and replies. Each
  // resends what is not acknowledged, oldest first.
  constexpr std::uint64_t kProducers = 10;
  ProducerSequences sequences;
  std::vector<std::vector<std::uint32_t>> written(kProducers);
  std::vector<std::uint32_t> acknowledged(kProducers);
  std::mt19937_64 random(1);
  std::uint64_t duplicates = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t producer = random() % kProducers;
    const auto ahead = static_cast<std::uint32_t>(random() % ProducerSequences::kBatchesRemembered);
    const Batch batch{producer, 0, acknowledged[producer] + ahead, 1};
    if (written[producer].empty() && ahead > 0) {
      continue;  // a producer that is not known yet could start in the middle
    }
    const auto check = sequences.check(batch);
    if (check.verdict == Verdict::kAppend) {
      sequences.append(batch, static_cast<std::uint64_t>(i));
      written[producer].push_back(batch.first_sequence);
    }
    duplicates += check.verdict == Verdict::kDuplicate ? 1U : 0U;
    const bool has_reply = check.verdict != Verdict::kOutOfOrder && random() % 2 == 0;
    if (has_reply && ahead == 0) {
      ++acknowledged[producer];
    }
  }
  EXPECT_GT(duplicates, 10'000U);
  for (std::uint64_t producer = 0; producer < kProducers; ++producer) {
    for (std::uint32_t i = 0; i < written[producer].size(); ++i) {
      ASSERT_EQ(written[producer][i], i);
    }
    EXPECT_GE(written[producer].size(), acknowledged[producer]);
    EXPECT_GT(acknowledged[producer], 500U);
  }
}

}  // namespace
}  // namespace napkin::algorithms
