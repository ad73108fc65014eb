// A certified provider (oidc-provider) on loopback: node provider.mjs PORT PEOPLE.json KEY-NAME
// PEOPLE.json is read at each sign-in: {"aase": {"name": "Åse Østergård", "groups": ["climate"]}}
import { readFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';
import { exportJWK, generateKeyPair } from 'jose';

const [port, people, kid] = [Number(process.argv[2]), process.argv[3], process.argv[4]];
const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'ambassador',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['http://127.0.0.1/', 'http://127.0.0.1/desk/signed-in'],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }],
  jwks: { keys: [{ ...await exportJWK(privateKey), kid, alg: 'RS256', use: 'sig' }] },
  cookies: { keys: ['of a test'] },
  claims: { openid: ['sub'], profile: ['name', 'groups'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  ttl: { Interaction: 600, Session: 3600, Grant: 3600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  findAccount: (_, accountId) => ({
    accountId,
    claims: () => ({ sub: accountId, ...JSON.parse(readFileSync(people, 'utf8'))[accountId] }),
  }),
});
provider.listen(port, '127.0.0.1', () => console.log('listening'));
