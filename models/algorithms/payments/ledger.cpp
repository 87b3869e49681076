#include "models/algorithms/payments/ledger.h"

#include <algorithm>

#include "models/algorithms/base/contract.h"

namespace napkin::algorithms {

namespace {

using Amount = Ledger::Amount;

/// Adds without wrapping: false if the sum does not fit.
bool add(Amount& sum, Amount amount) {
  return !__builtin_add_overflow(sum, amount, &sum);
}

}  // namespace

bool Ledger::open(const Account& account) {
  NAPKIN_CONTRACT(account.balance_min <= 0);
  return accounts_.try_emplace(account.account, State{account.currency, account.balance_min, 0})
      .second;
}

Ledger::Result Ledger::post(TransactionId id, std::span<const Entry> entries) {
  if (const Transaction* posted = find(id)) {
    const bool is_same =
        std::equal(entries.begin(), entries.end(), posted->entries.begin(), posted->entries.end());
    return is_same ? Result::kAlreadyPosted : Result::kIdConflict;
  }
  Changes changes;
  const Result result = check(entries, changes);
  if (result != Result::kPosted) {
    return result;
  }
  for (const auto& [account, amount] : changes) {
    accounts_.at(account).balance += amount;
  }
  positions_.emplace(id, journal_.size());
  journal_.push_back({id, {entries.begin(), entries.end()}});
  return Result::kPosted;
}

Ledger::Result Ledger::check(std::span<const Entry> entries, Changes& changes) const {
  if (entries.size() < 2) {
    return Result::kUnbalanced;
  }
  std::map<Currency, Amount> sums;
  for (const Entry& entry : entries) {
    const auto account = accounts_.find(entry.account);
    if (account == accounts_.end()) {
      return Result::kUnknownAccount;
    }
    if (entry.amount == 0) {
      return Result::kUnbalanced;
    }
    if (!add(sums[account->second.currency], entry.amount) ||
        !add(changes[entry.account], entry.amount)) {
      return Result::kOverflow;
    }
  }
  const bool is_balanced =
      std::all_of(sums.begin(), sums.end(), [](const auto& sum) { return sum.second == 0; });
  return is_balanced ? check_balances(changes) : Result::kUnbalanced;
}

Ledger::Result Ledger::check_balances(const Changes& changes) const {
  for (const auto& [account, amount] : changes) {
    const State& state = accounts_.at(account);
    Amount balance = state.balance;
    if (!add(balance, amount)) {
      return Result::kOverflow;
    }
    if (amount < 0 && balance < state.balance_min) {
      return Result::kInsufficientFunds;
    }
  }
  return Result::kPosted;
}

Ledger::Result Ledger::reverse(TransactionId id, TransactionId posted) {
  const Transaction* transaction = find(posted);
  NAPKIN_CONTRACT(transaction != nullptr);
  std::vector<Entry> opposite = transaction->entries;
  for (Entry& entry : opposite) {
    if (entry.amount == std::numeric_limits<Amount>::min()) {
      return Result::kOverflow;
    }
    entry.amount = -entry.amount;
  }
  return post(id, opposite);
}

std::optional<Amount> Ledger::balance(AccountId account) const {
  const auto found = accounts_.find(account);
  return found == accounts_.end() ? std::nullopt : std::optional(found->second.balance);
}

const Ledger::Transaction* Ledger::find(TransactionId id) const {
  const auto found = positions_.find(id);
  return found == positions_.end() ? nullptr : &journal_[found->second];
}

bool Ledger::audit() const {
  // Balances may only fit because their parts cancel out, so the sums are taken in 128 bits.
  __extension__ using Wide = __int128;
  std::map<AccountId, Wide> balances;
  for (const Transaction& transaction : journal_) {
    for (const Entry& entry : transaction.entries) {
      balances[entry.account] += entry.amount;
    }
  }
  std::map<Currency, Wide> sums;
  for (const auto& [account, state] : accounts_) {
    if (balances[account] != state.balance || state.balance < state.balance_min) {
      return false;
    }
    sums[state.currency] += state.balance;
  }
  return std::all_of(sums.begin(), sums.end(), [](const auto& sum) { return sum.second == 0; });
}

}  // namespace napkin::algorithms
