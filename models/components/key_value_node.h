#pragma once

#include <optional>  // optional
#include <utility>   // pair
#include <vector>    // vector

#include "models/algorithms/base/id_slots.h"
#include "models/algorithms/replication/hinted_handoff.h"
#include "models/components/key_value.h"
#include "sim/net/gather.h"

namespace napkin::components {

/// A node of the key-value store: what it holds, and the requests that it coordinates.
class KeyValue::Node final : public Endpoint, private HostListener {
 public:
  Node(KeyValue& store, std::uint32_t number, Host& host);

  Task<Reply> handle(const Request& request) override;

  [[nodiscard]] algorithms::NodeId id() const { return static_cast<algorithms::NodeId>(number_); }

  [[nodiscard]] std::uint32_t number() const { return number_; }

  /// Whether others believe it is up: they pass it over for a while after it refused or reset.
  [[nodiscard]] bool believed_up() const { return host().kernel().now() >= suspected_until_; }

  void suspect();

  /// Hands over the hints it keeps, for ever.
  Task<void> hand_over_hints();

  /// Hands every key that it holds to those who will be its homes, while nodes come or go.
  Task<void> hand_over_keys();

  /// Keys that it has handed over so.
  [[nodiscard]] std::int64_t moved() const { return moved_; }

  [[nodiscard]] std::size_t hints() const { return hints_.size(); }

  [[nodiscard]] std::int64_t repairs() const { return repairs_; }

  /// What it holds of a key; nothing when it never got it.
  [[nodiscard]] std::optional<std::uint64_t> version_of(std::uint64_t key) const;

 private:
  /// A version written to a key, on its way to a home.
  struct Copy {
    std::uint64_t key = 0;
    std::uint64_t version = 0;
    std::uint32_t bytes = 0;
  };
  /// What became of a write that it coordinates, told to the ledger also when it dies on the way.
  class Outcome;

  /// What a write waits for.
  struct Round {
    std::size_t wanted = 0;  ///< copies stored
    Time deadline{0};
    bool is_home = false;  ///< this node is to store one itself
  };

  Round send_copies(const Request& request,
                    std::uint64_t version,
                    std::size_t place,
                    std::optional<Gather>& copies);
  void keep_hints(const Copy& copy, const Gather& copies);

  /// `holder` has stored a copy of a write that stands, or stood, at `place` of open_.
  void note_holder(std::size_t place, const Request& copy, std::uint32_t holder);

  Task<void> deliver(std::vector<std::pair<Node*, Copy>>& batch);
  Task<Reply> put(const Request& request);
  Task<Reply> get(const Request& request);
  Task<Reply> store(const Request& request);
  Task<Reply> fetch(const Request& request);
  [[nodiscard]] std::uint64_t next_version(bool is_delete) const;
  void keep(std::uint64_t key, std::uint64_t version);
  void repair(const Request& request, std::uint64_t version, const Gather& answers);
  /// `place` is that of the write in open_, of a copy.
  [[nodiscard]] Request message(OperationId operation,
                                const Request& cause,
                                std::uint64_t value,
                                std::size_t place = kNowhere) const;
  void host_crashed(DiskFate disk) override;
  void host_restarted() override;

  static constexpr std::size_t kNowhere = ~std::size_t{0};

  KeyValue& store_;
  std::uint32_t number_;
  std::vector<Outcome*> open_;  // writes that it coordinates, each at a place of its own
  std::vector<std::size_t> free_places_;
  RandomStream costs_;
  Time suspected_until_{0};
  algorithms::HintLog<Copy> hints_;
  algorithms::IdSlots keys_;
  std::vector<std::uint64_t> versions_;  // by slot of the key
  std::int64_t repairs_ = 0;
  std::int64_t moved_ = 0;
};

}  // namespace napkin::components
