#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace napkin::algorithms {

/// A double-entry ledger: money is never made or lost, only moved between accounts. Each
/// transaction is two or more entries whose amounts add up to zero in every currency; it is posted
/// whole or not at all, is never changed, and is undone only by a reversal. Posting the same
/// transaction id again does nothing, so a posting may be retried when the reply was lost.
///
///     Ledger ledger;
///     ledger.open({.account = kBuyer, .currency = kEuro, .balance_min = 0});
///     ledger.post(/*id=*/1, {{kBuyer, -1999}, {kSeller, 1899}, {kFees, 100}});
///
/// Amounts are whole minor units (cents), so sums are exact; a positive entry adds to an account.
/// The journal is the truth and can be replayed from any position; balances are a view of it.
/// O(entries * log accounts) per posting; about 100 bytes per transaction of two entries. Source:
/// the payment chapter of Alex Xu, "System Design Interview" (debits and credits of Square's
/// Books).
class Ledger final {
 public:
  using AccountId = std::uint64_t;
  using TransactionId = std::uint64_t;
  using Amount = std::int64_t;
  using Currency = std::uint32_t;

  struct Account {
    AccountId account = 0;
    Currency currency = 0;
    /// The balance may not be brought below this; an account of the bank's own usually may.
    Amount balance_min = std::numeric_limits<Amount>::min();
  };

  struct Entry {
    AccountId account = 0;
    Amount amount = 0;

    friend bool operator==(const Entry&, const Entry&) = default;
  };

  struct Transaction {
    TransactionId id = 0;
    std::vector<Entry> entries;
  };

  enum class Result : std::uint8_t {
    kPosted,
    kAlreadyPosted,  // the same id with the same entries: a repetition
    kIdConflict,     // the same id with other entries: a mistake of the caller
    kUnbalanced,  // fewer than two entries, an amount of 0, or a currency that does not add up to 0
    kUnknownAccount,
    kInsufficientFunds,
    kOverflow,
  };

  /// Opens an account with a balance of 0. Returns false if it exists. Requires: balance_min <= 0.
  bool open(const Account& account);

  /// Posts a transaction. Unless the result is kPosted, nothing has changed.
  Result post(TransactionId id, std::span<const Entry> entries);

  Result post(TransactionId id, std::initializer_list<Entry> entries) {
    return post(id, std::span(entries.begin(), entries.size()));
  }

  /// Posts the opposite of `posted` under the id `id`. Requires: `posted` is a posted transaction.
  Result reverse(TransactionId id, TransactionId posted);

  /// Empty if the account does not exist.
  [[nodiscard]] std::optional<Amount> balance(AccountId account) const;

  /// The posted transaction of this id, or nullptr. Valid until the next posting.
  [[nodiscard]] const Transaction* find(TransactionId id) const;

  /// All transactions in the order of posting. A reader that remembers how many it has seen can go
  /// on from there, and a lost view can be rebuilt from the start.
  [[nodiscard]] const std::vector<Transaction>& journal() const { return journal_; }

  /// Whether the balances are those of the journal, none is below its minimum, and every currency
  /// adds up to 0. False only after a defect or damage. O(entries).
  [[nodiscard]] bool audit() const;

 private:
  struct State {
    Currency currency = 0;
    Amount balance_min = 0;
    Amount balance = 0;
  };

  using Changes = std::map<AccountId, Amount>;

  [[nodiscard]] Result check(std::span<const Entry> entries, Changes& changes) const;
  [[nodiscard]] Result check_balances(const Changes& changes) const;

  std::map<AccountId, State> accounts_;
  std::vector<Transaction> journal_;
  std::map<TransactionId, std::size_t> positions_;  // in the journal
};

}  // namespace napkin::algorithms
