#include "cli/interrupt.h"

#include <atomic>
#include <csignal>

#include <unistd.h>

#include "cli/exit_status.h"

namespace napkin::cli {

namespace {

// Signals reach the program, not an object of it.
std::atomic<int> received = 0;
std::atomic<bool> at_once = false;

void on_signal(int signal) {
  if (received.exchange(signal) != 0 || at_once.load()) {
    _exit(Interrupt::exit_status());
  }
}

}  // namespace

void Interrupt::install() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    std::signal(signal, on_signal);
  }
  // A closed pipe is a write error like any other.
  std::signal(SIGPIPE, SIG_IGN);
}

Interrupt::AtOnce::AtOnce() {
  at_once.store(true);
}

Interrupt::AtOnce::~AtOnce() {
  at_once.store(false);
}

int Interrupt::signal() {
  return received.load();
}

int Interrupt::exit_status() {
  return received.load() == SIGINT ? kInterrupted : kTerminated;
}

}  // namespace napkin::cli
