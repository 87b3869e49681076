#pragma once

#include <cstdint>   // int64_t
#include <optional>  // optional

namespace napkin::algorithms {

/// One server that gives out increasing numbers, or one of a few that share them by stride.
///
/// What it has promised must survive a crash. It writes a high-water mark to durable storage
/// `block` numbers ahead, so that one write serves a block; a crash loses the rest of the block,
/// which leaves a gap and never a duplicate. Callers may take a whole range and hand it out
/// themselves.
///
/// O(1), 40 bytes.
/// Source: "Ticket Servers: Distributed Unique Primary Keys on the Cheap", Flickr, 2010 (two
/// servers, odd and even); Meituan "Leaf", 2017, for ranges.
///
///     TicketServer odd({.first = 1, .stride = 2, .block = 1'000});
///     const auto ticket = odd.take();
///     if (ticket && ticket->wrote) cost_of_a_durable_write();
class TicketServer final {
 public:
  struct Options {
    std::int64_t first = 1;   ///< >= 0
    std::int64_t stride = 1;  ///< the number of servers that share the numbers, >= 1
    std::int64_t block = 1;   ///< numbers promised by one durable write, >= 1
  };

  /// `count` numbers: first, first + stride, ...
  struct Range {
    std::int64_t first = 0;
    std::int64_t stride = 1;
    std::int64_t count = 0;
    bool wrote = false;  ///< whether the high-water mark had to be written before
  };

  /// Throws std::invalid_argument when an option is out of range.
  explicit TicketServer(const Options& options);

  /// Takes `count` >= 1 numbers. Nothing, and nothing taken, when they are used up.
  [[nodiscard]] std::optional<Range> take(std::int64_t count = 1);

  /// The crash: all that was not durable is forgotten.
  void crash() { taken_ = promised_; }

  /// Numbers that the high-water mark covers, counted from the first.
  [[nodiscard]] std::int64_t promised() const { return promised_; }

 private:
  Options options_;
  std::int64_t taken_ = 0;     ///< in memory
  std::int64_t promised_ = 0;  ///< durable; taken_ <= promised_
};

}  // namespace napkin::algorithms
