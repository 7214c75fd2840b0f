/*
 * The least send lag that this machine allows: a sender of 10,000 datagrams/s that sleeps until each is due, against an
 * echo server that sleeps in its receiving call. No bookkeeping beyond a histogram.
 *
 * usage: send-lag RATE SECONDS -> {"p50": ns, "p99": ns, "max": ns, "sent": n}
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int by_size(const void *a, const void *b) {
  long long x = *(const long long *)a, y = *(const long long *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  long long gap = 1000000000LL / atoll(argv[1]);
  long count = atol(argv[1]) * atol(argv[2]);
  long long *lags = calloc(count, sizeof *lags);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  char message[64] = {0};
  int server = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(server, (struct sockaddr *)&address, length) || getsockname(server, (struct sockaddr *)&address, &length)) return 1;
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) {
      ssize_t got = recvfrom(server, message, sizeof message, 0, (struct sockaddr *)&address, &length);
      if (got > 0) sendto(server, message, got, 0, (struct sockaddr *)&address, length);
    }
  }
  int client = socket(AF_INET, SOCK_DGRAM, 0);
  if (connect(client, (struct sockaddr *)&address, sizeof address)) return 1;
  prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
  memset(lags, 0, count * sizeof *lags);
  long long begun = now() + 10000000;
  for (long i = 0; i < count;) {
    long long due = begun + i * gap, at = now();
    if (at >= due) {
      send(client, message, sizeof message, MSG_DONTWAIT);
      lags[i++] = at - due;
      continue;
    }
    struct pollfd ready = {.fd = client, .events = POLLIN};
    struct timespec left = {.tv_sec = 0, .tv_nsec = due - at};
    if (ppoll(&ready, 1, &left, NULL) > 0)
      while (recv(client, message, sizeof message, MSG_DONTWAIT) > 0) {}
  }
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  qsort(lags, count, sizeof *lags, by_size);
  printf("{\"p50\": %lld, \"p99\": %lld, \"p999\": %lld, \"max\": %lld, \"sent\": %ld}\n", lags[count / 2], lags[count / 100 * 99],
         lags[count / 1000 * 999], lags[count - 1], count);
}
