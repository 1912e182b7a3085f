/** As a customer on the page of the sandbox provider. @throws {Error} when the page refuses */
export async function paySandbox(url: string, checkoutUrl: string): Promise<void> {
  const response = await fetch(new URL(checkoutUrl, url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'decision=pay',
    redirect: 'manual',
  });
  if (response.status !== 303) throw new Error(`the payment page answered ${response.status}`);
}
