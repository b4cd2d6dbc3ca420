let made = 0;

/** Makes files of different sizes, to try the queue with. */
export function sampleFiles(count: number): File[] {
  return Array.from({ length: count }, () => {
    const bytes = new Uint8Array(300_000 + (((made += 1) * 7) % 17) * 200_000);
    return new File([bytes], `Scan ${String(made).padStart(2, '0')}.pdf`);
  });
}
