// `node --import`ed before the service: each request is parsed, as where clients send another header each time.
import { RepeatedRequests } from '../../../dist/src/http/answer-front/repeated-requests.js';

RepeatedRequests.prototype.noteAnswered = () => undefined;
